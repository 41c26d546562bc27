"""Copies a compilation database without the precompiled-header arguments, which clang-tidy must not use."""

import json
import re
import sys

source, target = sys.argv[1:3]
entries = json.load(open(source))
for entry in entries:
    command = entry["command"]
    command = re.sub(r"-Xclang -include-pch -Xclang \S+", "", command)
    command = re.sub(r"-Xclang -include -Xclang \S+cmake_pch\S*", "", command)
    command = re.sub(r"-Xclang -(emit-pch|fno-pch-timestamp)", "", command)
    command = re.sub(r"-Winvalid-pch", "", command)
    entry["command"] = command
json.dump([e for e in entries if "cmake_pch" not in e["file"]], open(target, "w"))
