-- wrk script: asks for product pages by a Zipf law (exponent 1) over the ids in IDS, or for what TARGET names.
-- IDS=FILE one id a line; MODE=zipf | missing | bad
local ids = {}
for line in io.lines(os.getenv("IDS")) do ids[#ids + 1] = line end
local mode = os.getenv("MODE") or "zipf"
local alphabet = "0123456789abcdefghjkmnpqrstvwxyz"
local ready, count, at = {}, 65536, 0

local function randomId()
  local text = {"0"}
  for i = 2, 13 do local k = math.random(32); text[i] = alphabet:sub(k, k) end
  return table.concat(text)
end

function init(args)
  math.randomseed(tonumber(os.getenv("SEED") or "1"))
  local sum, cumulative = 0, {}
  for rank = 1, #ids do sum = sum + 1 / rank; cumulative[rank] = sum end
  for i = 1, count do
    local path
    if mode == "zipf" then
      local x, low, high = math.random() * sum, 1, #ids
      while low < high do
        local middle = math.floor((low + high) / 2)
        if cumulative[middle] < x then low = middle + 1 else high = middle end
      end
      path = "/v1/products/" .. ids[low]
    elseif mode == "missing" then
      path = "/v1/products/" .. randomId()
    else
      path = "/v1/products/not%20an%20id?unknown=1"
    end
    ready[i] = wrk.format("GET", path)
  end
end

function request()
  at = at % count + 1
  return ready[at]
end

function done(summary, latency, requests)
  local errors = summary.errors
  io.write(string.format(
    'RESULT {"requests_per_s": %.0f, "p50_ms": %.3f, "p99_ms": %.3f, "non_2xx": %d, "socket_errors": %d}\n',
    summary.requests / (summary.duration / 1e6), latency:percentile(50) / 1000, latency:percentile(99) / 1000,
    errors.status, errors.connect + errors.read + errors.write + errors.timeout))
end
