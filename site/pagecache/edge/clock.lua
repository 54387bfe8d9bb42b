-- Seconds since boot by CLOCK_BOOTTIME: nobody can set it, and it goes on while the machine sleeps.
-- Not ngx.now(): that is the time of the event loop's last turn, which after a SIGSTOP was long before the request.
local ffi = require "ffi"
local C, tonumber = ffi.C, tonumber

ffi.cdef [[
  typedef struct { long seconds, nanoseconds; } edge_time;
  int clock_gettime(int clock, edge_time *time);
]]
local BOOTTIME = 7                       -- linux/time.h
local time = ffi.new("edge_time")

return function()
  C.clock_gettime(BOOTTIME, time)
  return tonumber(time.seconds) + tonumber(time.nanoseconds) * 1e-9
end
