-- This worker's own copies of pages (L1), and how long they may be trusted.
-- A copy answers only while the lease lasts: Redis grants it to a worker that has applied the newest purge, and a
-- publish returns when every worker has applied its own, or a lease time later. So no copy outlives a publish's word.
local lrucache, settings, clock = require "resty.lrucache", require "edge.settings", require "edge.clock"
local counts, asked, place = require "edge.counts".of, require "edge.asked", require "edge.variant"
local min, begins = math.min, asked.begins
local BODY, TEXT, URI, EXPIRES, IS_PART = place.BODY, place.TEXT, place.URI, place.EXPIRES, place.IS_PART
local VIEWED, TURN, ASKED, USED, ENTRY = place.VIEWED, place.TURN, place.ASKED, place.USED, place.ENTRY

local memory = {}

local SIZE = settings.pages
local ATTIC = 600                        -- s that copies thrown out because Redis went may stand in for a dead app

local pages                              -- the LRU: uri → entry, which has a page's variants by coding
local by_id                              -- the same entries (weakly: they go when the LRU drops them)
local by_number                          -- their variants, by coding and number; a variant keeps its entry
local attic, attic_by_id, attic_until = nil, nil, 0
local lease = 0                          -- by our clock; until then copies are true
local generation = 0                     -- counts messages and flushes
local is_listening = false

---------------------------------------------------------------- heat
-- Redis never hears of hits from memory, so it is told from time to time which addresses were asked most. Not all of
-- them: the first few hundred asked in a while have the hot ones among them.
local MOST_WATCHED, MOST_TOLD = 500, 50
local RARELY = 5                         -- turns between two that the LRU hears of: its lists lie all over memory
local watched, how_many, turn = {}, 0, 0

local function heat(made)
  if made[TURN] == turn then
    made[ASKED] = made[ASKED] + 1
    return
  end
  made[TURN], made[ASKED] = turn, 1
  if turn - made[USED] >= RARELY then
    made[USED] = turn
    pages:get(made[ENTRY].uri)           -- used, says this to the LRU
  end
  if how_many < MOST_WATCHED then
    how_many = how_many + 1
    watched[how_many] = made
  end
end

-- The hottest since the last time: count and literal key in turn.
function memory.take_heat()
  table.sort(watched, function(a, b) return a[ASKED] > b[ASKED] end)
  local told = {}
  for i = 1, min(how_many, MOST_TOLD) do
    told[#told + 1] = tostring(watched[i][ASKED])
    told[#told + 1] = watched[i][ENTRY].literal
  end
  watched, how_many, turn = {}, 0, turn + 1
  return told
end

---------------------------------------------------------------- reading
-- The one thing that happens on every hit. The clock is read after the request has come, however long the worker was
-- stopped before or after. The number and the length are asked.uri's; of two with one number only the last kept answers.
function memory.hit(number, length, coding, var)
  local made = by_number[coding][number]
  if made and made[URI] == length and begins(made[TEXT], length) then
    local now = clock()
    if now < lease and now < made[EXPIRES] then
      -- A browser that goes to a part is sent to its page; the app does that.
      if made[IS_PART] and var.http_sec_fetch_dest == "document" then return end
      heat(made)
      counts.hit = counts.hit + 1
      return made
    end
  end
end

-- The copy that nothing spoke against before Redis or the keeper went. Only for when the app is gone as well.
function memory.last_known(uri, coding)
  local now = clock()
  local entry = pages:get(uri) or (attic and now < attic_until and attic:get(uri))
  if entry and now < entry.expires then return entry[coding] or (coding == "r" and entry.z) or entry.i end
end

---------------------------------------------------------------- writing
function memory.keeps() return SIZE > 0 end
function memory.generation() return generation end

-- Keep a page fetched since `before`, unless a message or a flush came in between: it may have named this page.
-- `version` is another when the page was rendered anew: what is here of the one before, in whatever coding,
-- then goes.
function memory.keep(address, coding, made, version, before)
  if SIZE == 0 or generation ~= before or not is_listening or #made[BODY] > settings.largest_copy then return end
  local entry = by_id[address.id]
  -- Ids can be made to collide: then too the one before goes, for a purge could reach only one of them.
  if not entry or entry.uri ~= address.uri or entry.version ~= version then
    memory.forget(address.id)
    entry = {
      uri = address.uri, number = asked.number_of(address.uri), literal = address.literal,
      version = version, expires = made[EXPIRES],
    }
    by_id[address.id] = entry
  end
  made[IS_PART], made[VIEWED] = address.is_part or false, address.is_counted and address.uri or false
  made[USED], made[ENTRY] = turn, entry
  entry[coding] = made
  entry.expires = min(entry.expires, made[EXPIRES])  -- the clocks' difference is measured anew from time to time
  for of_coding, variants in pairs(by_number) do
    local one = entry[of_coding]
    if one then
      one[EXPIRES] = entry.expires
      variants[entry.number] = one       -- always: another address may have had the number since
    end
  end
  pages:set(address.uri, entry)          -- always: by_id may still show an entry that the LRU has dropped
end

---------------------------------------------------------------- forgetting
function memory.heard() generation = generation + 1 end

function memory.forget(id)
  local entry = by_id[id]
  if entry then
    pages:delete(entry.uri)
    by_id[id] = nil
    for coding, variants in pairs(by_number) do
      local number = entry.number
      if entry[coding] and variants[number] == entry[coding] then variants[number] = nil end
    end
  end
  -- Not even for a dead app: what was purged is known to be wrong.
  entry = attic_by_id and attic_by_id[id]
  if entry then
    attic:delete(entry.uri)
    attic_by_id[id] = nil
  end
end

local function weak() return setmetatable({}, { __mode = "v" }) end

function memory.flush(why)
  generation = generation + 1
  pages = lrucache.new(math.max(SIZE, 1))
  by_id, by_number = weak(), { r = weak(), b = weak(), z = weak(), i = weak() }
  if why then
    counts.flushed = counts.flushed + 1
    ngx.log(ngx.NOTICE, "edge: this worker's copies are gone: ", why)
  end
end
memory.flush()

-- Redis went. Nobody says any more what is purged, so nothing here may answer; but what was true until now can stand
-- in for an app that goes as well.
function memory.lose(why)
  is_listening, lease = false, 0
  if pages:count() > 0 then
    attic, attic_by_id, attic_until = pages, by_id, clock() + ATTIC
  end
  memory.flush(why)
end

function memory.clear_attic() attic, attic_by_id = nil, nil end

---------------------------------------------------------------- trust
function memory.listen() is_listening = true end
function memory.is_listening() return is_listening end

function memory.trust_until(moment)
  if moment > lease then
    lease = moment
    counts.leases = counts.leases + 1
  end
end

-- What the status tells.
function memory.state()
  local left = math.max(0, math.floor((lease - clock()) * 1000))
  return { entries = pages:count(), lease_ms = left, is_listening = tostring(is_listening) }
end

return memory
