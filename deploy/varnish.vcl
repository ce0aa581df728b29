# Varnish before Depesche: pages are kept until Depesche says to drop them (docs/operate/caches.md).
# Needs the module xkey (Debian: the packages varnish and varnish-modules).
vcl 4.1;

import std;
import xkey;

backend default {
    .host = "127.0.0.1";
    .port = "8080";
}

# The machines Depesche runs on.
acl purgers {
    "127.0.0.1";
    "::1";
}

sub vcl_recv {
    if (req.method == "PURGE") {
        if (client.ip !~ purgers) {
            return (synth(403, "Not yours to drop"));
        }
        if (req.http.xkey-purge) {
            return (synth(200, "Dropped " + xkey.purge(req.http.xkey-purge)));
        }
        if (req.http.xkey-softpurge) {
            return (synth(200, "Aged " + xkey.softpurge(req.http.xkey-softpurge)));
        }
        return (synth(400, "No keys"));
    }
    # Pages are the same for every reader; only the pages about one's own comments read a cookie.
    if (req.url !~ "/(kommentar|comment)/") {
        unset req.http.Cookie;
    }
}

sub vcl_backend_response {
    if (beresp.http.Surrogate-Key) {
        set beresp.http.xkey = beresp.http.Surrogate-Key;
        # Cache-Control is for browsers, which cannot be told.
        set beresp.ttl = std.duration(regsub(beresp.http.Surrogate-Control, "^max-age=([0-9]+)$", "\1s"), 0s);
        # Only for varnish_soft: how long an old page may still be sent while the new one is fetched.
        set beresp.grace = 10s;
    } else if (beresp.http.Surrogate-Control) {
        # What has no key cannot be dropped.
        set beresp.uncacheable = true;
        set beresp.ttl = 10s;
    }
}

sub vcl_deliver {
    unset resp.http.xkey;
    unset resp.http.Surrogate-Key;
    unset resp.http.Surrogate-Control;
    unset resp.http.Cache-Tag;
    unset resp.http.CDN-Cache-Control;
}
