#!/bin/sh
# shell-pipeline.sh POSTS STORE ORIGIN NAMES: what people put together from tools: curl in parallel, cwebp on every core,
# one perl over all posts. NAMES is a file of the images' names.
set -eu
posts=$1 store=$2 origin=$3 names=$4
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
while read -r name; do printf 'url = "%s%s"\noutput = "%s/%s"\n' "$origin" "$name" "$work" "$name"; done < "$names" > "$work/list"
curl --silent --fail --parallel --parallel-max 16 --config "$work/list"
mkdir -p "$store"
find "$work" -name '*.[jp][pn]g' -print0 | xargs -0 -P "$(nproc)" -I {} sh -c 'name=${1##*/}; cwebp -quiet -q 80 "$1" -o "$2/${name%.*}.webp"' _ {} "$work"
cp "$work"/*.webp "$store"
perl -pi -e 's#https://old\.example\.com/([\w.-]+)\.(?:jpg|png)#https://img.example.com/$1.webp#g' "$posts"/*.md
