-- Asks Linux to hold what this worker keeps in large pages of memory (2 MB each, not 4 kB). A thousand copies are ten
-- megabytes; the processor remembers where a few thousand small pages lie, and each place that a hit looks at beyond
-- those costs it a walk through tables: a twentieth of a hit at 10,000 copies. What the kernel cannot or may not do it
-- leaves undone, and so does this. (madvise(2); Documentation/admin-guide/mm/transhuge.rst)
local ffi = require "ffi"
local C, cast, tonumber = ffi.C, ffi.cast, tonumber
local match, lines, open = string.match, io.lines, io.open

ffi.cdef "int madvise(void *address, size_t length, int advice);"
local HUGEPAGE = 14                      -- asm-generic/mman-common.h
local LARGE = 2 * 1024 * 1024            -- bytes; no smaller area can hold one
local EVERY = 5                          -- s; the kernel itself takes minutes over a hundred megabytes

local large_pages = {}

-- Memory of this process alone that no file stands behind: Lua's.
local function advise_of(line)
  local first, last = match(line, "^(%x+)%-(%x+) rw%-p 00000000 00:00 0 *$")
  if not first then return end
  first, last = tonumber(first, 16), tonumber(last, 16)
  if last - first >= LARGE then C.madvise(cast("void *", first), last - first, HUGEPAGE) end
end

local advised = 0                        -- how much Lua held when we last asked, in kB
local function advise(premature)
  local held = collectgarbage("count")
  if premature or held - advised < LARGE / 1024 then return end
  advised = held
  for line in lines("/proc/self/maps") do advise_of(line) end
end

function large_pages.start()
  local maps = open("/proc/self/maps")
  if not maps then return end            -- no Linux, or no /proc
  maps:close()
  ngx.timer.every(EVERY, advise)
end

return large_pages
