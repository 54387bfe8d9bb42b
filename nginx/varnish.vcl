# Varnish in front of the site's nginx (docs/cdn.md): keeps pages for as long as they say, and drops those made of what
# changed. Wants the xkey module (Debian: varnish-modules). Change the two addresses; the rest can stay as it is.
vcl 4.1;

import std;
import xkey;

backend default {
    .host = "127.0.0.1"; # nginx
    .port = "8000";
    .first_byte_timeout = 45s;
}

acl tellers { # where the site's worker runs
    "127.0.0.1";
    "::1";
}

sub vcl_recv {
    unset req.http.x-gone;
    if (req.method == "PURGE") {
        if (client.ip !~ tellers || !req.http.xkey-purge) {
            return (synth(403));
        }
        set req.http.x-gone = xkey.purge(req.http.xkey-purge);
        return (synth(200));
    }
    if (req.method != "GET" && req.method != "HEAD") {
        return (pass);
    }
    # Authors see pages as they are now. Other cookies change no public page, so they change nothing here.
    if (req.http.Authorization || req.http.Cookie ~ "(^|;\s*)pc_author=") {
        return (pass);
    }
    # Two headers lead elsewhere: who would rather have Markdown, and a browser that goes to a part of a page.
    if (req.http.Accept ~ "text/markdown" || (req.url ~ "[?&]part=" && req.http.Sec-Fetch-Dest == "document")) {
        return (pass);
    }
    return (hash);
}

sub vcl_backend_response {
    # Nothing is shown past its end: a planned post appears on time.
    set beresp.grace = 0s;
    set beresp.keep = 0s;
    if (beresp.http.Cache-Control ~ "(?i)no-store|private" || beresp.http.Set-Cookie) {
        set beresp.uncacheable = true;
        set beresp.ttl = 120s; # that nobody waits for another's answer at this address
        return (deliver);
    }
    if (beresp.http.xkey && beresp.http.CDN-Cache-Control ~ "^max-age=[0-9]+$") {
        set beresp.ttl = std.duration(regsub(beresp.http.CDN-Cache-Control, "^max-age=", "") + "s", 0s);
    }
    return (deliver); # what may be kept for no time is shared by nobody, and may be kept the next time
}

sub vcl_deliver {
    unset resp.http.xkey;
    unset resp.http.CDN-Cache-Control;
}

sub vcl_synth {
    if (req.http.x-gone) {
        set resp.http.X-Purged = req.http.x-gone;
    }
}
