-- What nginx asks for: a page for a reader, a page while the app is gone, the end of a request, the status.
local memory, page, answer = require "edge.memory", require "edge.page", require "edge.answer"
local renders, listener, views = require "edge.renders", require "edge.listener", require "edge.views"
local asked, counting, settings = require "edge.asked", require "edge.counts", require "edge.settings"
local counts, address_of = counting.of, require "edge.addresses".of_request
local VIEWED, large_pages = require "edge.variant".VIEWED, require "edge.large_pages"
local headers_of = require "edge.headers".of_request
local hit, asked_uri, coding_of, send = memory.hit, asked.uri, answer.coding, answer.send
local get_method = ngx.req.get_method

local serve = {}

---------------------------------------------------------------- to the app
local function to_app(why)
  counts[why] = counts[why] + 1
  return ngx.exec("@app")
end

-- To the app with what may become a page. `is_locked`: the others wait for this one, and it must tell them.
local function render(var, why, is_locked)
  if is_locked then var.edge_lock = "1" end
  renders.enter(var)
  return to_app(why)
end

---------------------------------------------------------------- not plain
-- Headers that speak of dates or of changing something. Kept pages have no date, so these mean nothing here, as in
-- Python; nginx's own filter would answer 412 to some.
local MEANINGLESS = { "If-Match", "If-Modified-Since", "If-Unmodified-Since" }

-- Why the app has to answer this one, or nil.
local function reason_against(var)
  if var.http_authorization then return "authorization" end
  if var.cookie_pc_author then return "author" end
  if var.wants_markdown == "1" then return "markdown" end
  local length = var.http_content_length
  if var.http_transfer_encoding or (length and length ~= "0") then return "body" end
end

local function clear_meaningless()
  for _, name in ipairs(MEANINGLESS) do ngx.req.clear_header(name) end
end

---------------------------------------------------------------- a reader
local function without_copy(var, coding, asked_tag)
  local address = address_of()
  if not address then return to_app("address") end
  if address.is_part and var.http_sec_fetch_dest == "document" then return to_app("navigation") end
  -- Only the canonical spelling is kept: `utm_*` cannot push pages out.
  if not address.is_canonical then
    local number, length = asked.instead(address.uri)
    local made = hit(number, length, coding, var)
    if made then return send(made, asked_tag) end
  end
  -- Nobody would tell of a purge, and Redis is most likely gone: the app need not wait for it to find that out.
  if not memory.is_listening() then
    var.edge_store = "away"
    return render(var, "redis_away")
  end

  local outcome, detail = page.find(address, coding, var, asked_tag)
  if outcome == "page" then
    counts.hit_redis = counts.hit_redis + 1
    if address.is_counted and get_method() == "GET" then views.count(address.uri, var) end
    var.edge_state = "hit-redis"
    return send(detail, asked_tag)
  end
  if outcome == "copy" then return send(detail, asked_tag) end
  if detail == "redis_away" then var.edge_store = "away" end
  return render(var, outcome == "away" and detail or "miss", outcome == "ours")
end

-- A page for a reader. Almost always a hit: what comes before it is done for every one, so it is little.
function serve.page()
  local var, method = ngx.var, get_method()
  if method ~= "GET" and method ~= "HEAD" then return to_app("method") end
  local is_plain, codings, asked_tag = headers_of(var)
  if not is_plain then
    local reason = reason_against(var)
    if reason then return to_app(reason) end
    clear_meaningless()
    codings, asked_tag = var.http_accept_encoding, var.http_if_none_match
  end
  local coding = coding_of(codings)
  local number, length = asked_uri()
  local made = hit(number, length, coding, var)
  if made then
    if made[VIEWED] and method == "GET" then views.count(made[VIEWED], var) end
    return send(made, asked_tag)
  end
  return without_copy(var, coding, asked_tag)
end

---------------------------------------------------------------- the app is gone
function serve.in_need()
  local var, method = ngx.var, get_method()
  renders.leave(var)
  local address = (method == "GET" or method == "HEAD") and not reason_against(var) and address_of()
  if address and var.edge_lock == "1" then page.let_pass(address) end
  local made = address and page.in_need(address, coding_of(var.http_accept_encoding))
  if not made then return ngx.exit(ngx.HTTP_SERVICE_UNAVAILABLE) end
  counts.stale = counts.stale + 1
  var.edge_state = "stale-if-error"
  return send(made)
end

---------------------------------------------------------------- the rest
-- The others wait for the page until it is kept, and what the app calls a miss it keeps. Of anything else they are told
-- here and not by the app: where it has no Redis just now, it could not tell them.
local function let_pass(premature, address)
  if not premature then page.let_pass(address) end
end

-- What the app answered is a view too, unless its own author asked for it.
function serve.count()
  local var, status = ngx.var, ngx.status
  local is_readers = (status == 200 or status == 304) and get_method() == "GET" and not var.cookie_pc_author
  local address = is_readers and address_of()
  if address and address.is_counted then views.count(address.uri, var) end
end

function serve.leave()
  local var = ngx.var
  renders.leave(var)
  if var.edge_lock == "1" and var.upstream_http_x_page_cache ~= "miss" then
    var.edge_lock = ""
    ngx.timer.at(0, let_pass, address_of())     -- nothing may be asked of Redis from here itself
  end
end

-- Lua looks for garbage when there is as much of it as of what it keeps. Of a page from Redis twice its body is left
-- behind, and where few copies are kept that was a fifth of such a hit: so 32 MB more of it may gather.
local MORE_GARBAGE, PAGE, REST = 32, 0.016, 4            -- MB: in all, a copy takes, everything else takes

local function be_patient_with_garbage()
  collectgarbage("setpause", 200 + 100 * MORE_GARBAGE / (REST + settings.pages * PAGE))
end

function serve.start_worker()
  be_patient_with_garbage()
  large_pages.start()
  renders.start()
  listener.start()
  views.start()
end

function serve.status()
  ngx.header["Content-Type"] = "application/json"
  ngx.header["Cache-Control"] = "no-store"
  listener.show()
  ngx.say(counting.of_all())
end

return serve
