-- SPDX-License-Identifier: Apache-2.0
-- Seconds and microseconds, which tell two runs of one command apart. Goes after time.lua.
local stamp = struct.pack('>I4I4', tonumber(clock[1]), tonumber(clock[2]))
