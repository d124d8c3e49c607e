-- SPDX-License-Identifier: Apache-2.0
-- The server's time: milliseconds since the epoch.
if redis.replicate_commands then redis.replicate_commands() end -- before 7.0 a script that asks for the time may not write else
local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
