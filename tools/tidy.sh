#!/usr/bin/env bash
# clang-tidy over the given files, two at a time, with the flags of build/tidy, where no files are joined (precompiled
# headers left out: they are another compiler's).
set -uo pipefail
cmake --preset tidy >/dev/null || exit 1
python3 - <<'PY'
import json, re
commands = json.load(open("build/tidy/compile_commands.json"))
for entry in commands:
    entry["command"] = re.sub(r"\S+/ccache |-Winvalid-pch|-include \S+cmake_pch\.hxx|-fpch-preprocess|\S*cmake -E env( \w+=\S+)*", "", entry["command"])
json.dump(commands, open("build/tidy/compile_commands.json", "w"))
PY
printf '%s\n' "$@" | xargs -P 2 -n 4 clang-tidy-19 -p build/tidy --quiet --warnings-as-errors='*' 2> >(grep -v 'warnings generated' >&2)
