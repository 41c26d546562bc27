# Varnish in front of a store: keeps copies of /media/, passes the rest. See README.md.
vcl 4.1;

backend tradepost {
    .host = "127.0.0.1";
    .port = "8080";
}

# Only the receiver may have copies dropped.
acl purgers {
    "127.0.0.1";
}

sub vcl_recv {
    if (req.method == "BAN") {
        if (client.ip !~ purgers) {
            return (synth(403, "Not for you"));
        }
        if (req.http.Tradepost-Media !~ "^[0-9a-f]{64}$") {
            return (synth(400, "Tradepost-Media: a hash"));
        }
        ban("obj.http.X-Url ~ ^/media/" + req.http.Tradepost-Media);
        return (synth(200, "Banned"));
    }
    # Previews and tokens are nobody else's.
    if (req.url !~ "^/media/" || req.url ~ "\?" || req.http.Authorization) {
        return (pass);
    }
    # The formats /media/<hash>/<width> comes in are copies of their own, however a browser words its Accept.
    if (req.http.Accept ~ "image/webp") {
        set req.http.Accept = "image/webp";
    } else {
        set req.http.Accept = "image/jpeg";
    }
    unset req.http.Cookie;
}

sub vcl_backend_response {
    set beresp.http.X-Url = bereq.url;
    if (bereq.url ~ "^/media/" && beresp.status == 404) {
        set beresp.ttl = 1s;
        set beresp.grace = 0s;
    }
}

sub vcl_deliver {
    unset resp.http.X-Url;
    if (obj.hits > 0) {
        set resp.http.X-Cache = "HIT";
    } else {
        set resp.http.X-Cache = "MISS";
    }
}
