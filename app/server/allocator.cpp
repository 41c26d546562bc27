// How jemalloc is to behave (jemalloc(3), TUNING): as many arenas as threads that are busy at once, and memory that is
// not used any more goes back within a second, so that an idle store stays small.
extern "C" {
extern const char* malloc_conf;
const char* malloc_conf = "narenas:4,dirty_decay_ms:1000,muzzy_decay_ms:0";
}
