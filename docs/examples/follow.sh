#!/usr/bin/env bash
# Bring the CSV files of one release to the newest: follow.sh ADDRESS FOLDER RELEASE
# Needs curl and jq.
set -euo pipefail
address=$1 folder=$2 since=$3
told=$(mktemp)
trap 'rm -f "$told"' EXIT
curl --fail --silent --show-error --compressed "$address/changes.json?since=$since" >"$told"

step='
def rows: # a CSV file as a list of lists of cells
  reduce (scan("(\"(?:[^\"]|\"\")*\"|[^,\"\n]*)(,|\n)") | .[0] as $cell | {last: (.[1] == "\n"),
      cell: (if $cell | startswith("\"") then $cell[1:-1] | gsub("\"\""; "\"") else $cell end)})
    as $read ({done: [], row: []};
      .row += [$read.cell] | if $read.last then .done += [.row] | .row = [] else . end) | .done;
def line: map(if test("[,\"\n\r]") then "\"" + gsub("\""; "\"\"") + "\"" else . end) | join(",");
.tables[$at] as $step | ($step.columns.renamed | map({key: .[0], value: .[1]}) | from_entries) as $new
| ([.tables[:$at][].events] | add // 0) as $first
| (if $step.columns.old == [] then {} else
    ($csv | rows) as $read | ($read[0] | map($new[.] // .)) as $names
    | reduce $read[1:][] as $cells ({};
        ([$names, $cells] | transpose | map({key: .[0], value: .[1]}) | from_entries) as $row
        | .[[$step.key[] as $name | $row[$name]] | tojson] = $row) end) as $rows
| reduce .events[$first:$first + $step.events][] as $event ($rows;
    ([$step.key[] as $name | $event.key[$name]] | tojson) as $key
    | if $event.op == "removed" then del(.[$key])
      elif $event.op == "added" then .[$key] = $event.row
      else .[$key][$event.field] = ($event.new // "") end)
| ($step.columns.new | line),
  (to_entries | sort_by(.key | fromjson)[].value as $row
    | [$step.columns.new[] as $name | $row[$name] // ""] | line)'

at=0
jq -r '.tables[] | [.path, (.columns | .old == [], .new == [])] | @tsv' "$told" |
while IFS=$'\t' read -r path is_new is_gone; do
  file=$folder/$path
  if [ "$is_gone" = true ]; then
    rm "$file"
  else
    mkdir -p "$(dirname "$file")"
    [ "$is_new" = true ] && : >"$file"
    jq -r --argjson at "$at" --rawfile csv "$file" "$step" "$told" >"$file.new"
    mv "$file.new" "$file"
  fi
  at=$((at + 1))
done
jq -r .until "$told"
