#!/usr/bin/env bash
# Bring the CSV files of one release to the newest: follow.sh ADDRESS FOLDER RELEASE
# Needs curl and jq.
set -euo pipefail
address=$1 folder=$2 since=$3
told=$(mktemp) steps=$(mktemp)
trap 'rm -f "$told" "$steps"' EXIT
curl --fail --silent --show-error --compressed "$address/changes.json?since=$since" >"$told"

step='
def records: # the records of a CSV file: a line that ends within quotes goes on in the next
  reduce split("\n")[:-1][] as $line ({done: [], open: ""};
    (.open + $line) as $read
    | if $read | split("\"") | length % 2 == 1 then .done += [$read] | .open = ""
      else .open = $read + "\n" end) | .done[];
def cells:
  if contains("\"") then
    [. + "," | scan("(\"(?:[^\"]|\"\")*\"|[^,\"]*),")[0]
      | if startswith("\"") then .[1:-1] | gsub("\"\""; "\"") else . end]
  else split(",") end;
def line:
  if join("") | test("[,\"\n\r]") | not then join(",")
  else map(if test("[,\"\n\r]") then "\"" + gsub("\""; "\"\"") + "\"" else . end) | join(",") end;
. as $step | ($step.columns.renamed | map({key: .[0], value: .[1]}) | from_entries) as $new
| (if $step.columns.old == [] then {} else
    [$csv | records | cells] as $read | ($read[0] | map($new[.] // .)) as $names
    | reduce $read[1:][] as $cells ({};
        ([$names, $cells] | transpose | map({key: .[0], value: .[1]}) | from_entries) as $row
        | .[[$step.key[] as $name | $row[$name]] | tojson] = $row) end) as $rows
| reduce .events[] as $event ($rows;
    ([$step.key[] as $name | $event.key[$name]] | tojson) as $key
    | if $event.op == "removed" then del(.[$key])
      elif $event.op == "added" then .[$key] = $event.row
      else .[$key][$event.field] = ($event.new // "") end)
| ($step.columns.new | line),
  (to_entries | sort_by(.key | fromjson)[].value as $row
    | [$step.columns.new[] as $name | $row[$name] // ""] | line)'

# Of each step a line says which file it changes, and the next has it with its own events.
jq -r '.events as $events | foreach .tables[] as $step ({end: 0};
  .start = .end | .end += $step.events;
  ($step | [.path, (.columns | .old == [], .new == [])] | @tsv),
  ($step + {events: $events[.start:.end]} | tojson))' "$told" >"$steps"

while IFS=$'\t' read -r path is_new is_gone && IFS= read -r change; do
  file=$folder/$path
  if [ "$is_gone" = true ]; then
    rm "$file"
  else
    mkdir -p "$(dirname "$file")"
    [ "$is_new" = true ] && : >"$file"
    jq -r --rawfile csv "$file" "$step" <<<"$change" >"$file.new"
    mv "$file.new" "$file"
  fi
done <"$steps"
jq -r .until "$told"
