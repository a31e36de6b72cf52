#!/usr/bin/env bash
# The main job: from a licence file to paid contributors, through a crash, replayed. demo.sh TOOLS OUT: the folder
# that the programs were built in, and the folder (made anew) that keeps what they make. Exits 1 if a figure is off.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
readonly tools=$1 out=$2
readonly source=stdlib-contracts/licences/street-scenes.byl
readonly artifact=$out/street-scenes.json terms=$out/street-scenes.terms.txt data=$out/data log=$out/node.log chain=$out/chain.rlp
readonly calls=100 price=1000000000000000 # wei: 0.001 ether
readonly record_gas=23100 claim_gas=35200

node_pid='' stream_pid=''
cleanup() {
    local code=$?
    [ -z "$stream_pid" ] || kill "$stream_pid" 2>/dev/null || true
    [ -z "$node_pid" ] || kill_node
    wait
    [ "$code" -eq 0 ] || printf '\nThe demo FAILED. What it made is in %s; the node says:\n%s\n' "$out" "$(tail -n 5 "$log" 2>/dev/null)" >&2
}
trap cleanup EXIT
trap 'exit 130' INT TERM

step() { printf '\n\033[1m%s\033[0m\n' "$*"; }
run() {
    printf '$ %s\n' "$*"
    "$@"
}
die() {
    printf 'CHECK FAILED: %s\n' "$*" >&2
    exit 1
}
# same WHAT EXPECTED GOT
same() { [ "$2" = "$3" ] || die "$1: expected $2, got $3"; printf '  ok: %s is %s\n' "$1" "$3"; }
# at_most WHAT BOUND GOT
at_most() { [ "$3" -le "$2" ] || die "$1: at most $2, got $3"; printf '  ok: %s is %s, at most %s\n' "$1" "$3" "$2"; }
# field NAME...: a value out of the JSON on stdin; numbers index lists.
field() {
    python3 -c '
import functools, json, sys
value = functools.reduce(lambda v, k: v[int(k)] if isinstance(v, list) else v[k], sys.argv[1:], json.load(sys.stdin))
print(str(value).lower() if isinstance(value, bool) else value)' "$@"
}
bar() { # bar WHAT DONE OF: on a terminal one line that fills, else a line at the end
    if [ -t 1 ]; then
        printf '\r  %s [%-40s] %d/%d' "$1" "$(printf '#%.0s' $(seq 1 $((40 * $2 / $3))))" "$2" "$3"
        [ "$2" -lt "$3" ] || printf '\n'
    elif [ "$2" -eq "$3" ]; then
        printf '  %s: %d of %d\n' "$1" "$2" "$3"
    fi
}

bylinec() { "$tools/bylinec/bylinec" "$@"; }
byline() { "$tools/byline/byline" "$@"; }
on_chain() { local command=$1; shift; byline "$command" "$@" --rpc "$url" --artifact "$artifact"; }

# Starts the node on any free port; sets node_pid and url. Its log goes on in the same file.
start_node() {
    local begun
    begun=$(wc -c <"$log")
    "$tools/bylined/bylined" --data "$data" --port 0 >>"$log" 2>&1 &
    node_pid=$!
    url=''
    for _ in $(seq 1 200); do
        url=$(tail -c +$((begun + 1)) "$log" | sed -n 's/^ *JSON-RPC *\(http:[^ ]*\).*/\1/p')
        [ -z "$url" ] || break
        kill -0 "$node_pid" 2>/dev/null || die "the node did not start: $(tail -n 1 "$log")"
        sleep 0.05
    done
    [ -n "$url" ] || die "the node gave no address within ten seconds"
    tail -c +$((begun + 1)) "$log" | sed '/^Development accounts/,$d; /^$/d; s/^/  /'
}

stop_node() {
    kill -TERM "$node_pid"
    wait "$node_pid" || die "the node did not stop cleanly"
    node_pid=''
}

# Without a word from the shell: it would report the death of a job that it still knows.
kill_node() {
    disown "$node_pid" 2>/dev/null || true
    kill -9 "$node_pid" 2>/dev/null || true
    while kill -0 "$node_pid" 2>/dev/null; do sleep 0.01; done
    node_pid=''
}

mkdir -p "$out"
rm -rf "$data" "$log" "$chain" "$artifact" "$terms" "$out"/acknowledged "$out"/flipped.rlp
: >"$log"

step "1. A licence becomes an artifact and a term sheet"
run bylinec build "$source" -o "$artifact"
bylinec terms "$artifact" | tee "$terms" | sed 's/^/  /'
grep -q 'Each call costs 0.001 ETH' "$terms" || die "the term sheet does not name the price"
grep -q 'alice may withdraw 50 %, bob 30 %, carol 20 %' "$terms" || die "the term sheet does not name the shares"

step "2. A node starts on a fresh folder"
start_node

step "3. The licence is deployed: alice, bob and carol are the accounts 1, 2 and 3"
deployed=$(byline deploy "$artifact" 'alice=#1' 'bob=#2' 'carol=#3' --rpc "$url" --account 0 --json)
licence=$(field address <<<"$deployed")
printf '  StreetScenes is at %s (block %s, %s gas)\n' "$licence" "$(field blockNumber <<<"$deployed")" "$(field gasUsed <<<"$deployed")"

step "4. Use is metered: $calls single calls from four accounts, then one call of record($calls)"
for i in $(seq 1 "$calls"); do
    sent=$(on_chain send "$licence" record 1 --value 0.001ether --account $((4 + i % 4)) --json)
    bar "calls" "$i" "$calls"
done
at_most "gas of record(1)" "$record_gas" "$(field gasUsed <<<"$sent")"
sent=$(on_chain send "$licence" record "$calls" --value 0.1ether --account 8 --json)
at_most "gas of record($calls)" "$record_gas" "$(field gasUsed <<<"$sent")"
same "what record($calls) logged" "$((calls * price))" "$(field events 0 arguments paid <<<"$sent")"
if refused=$(on_chain send "$licence" record 1 --value 1wei --account 4 2>&1); then die "a call that pays too little went through"; fi
same "the answer to 1 wei for a call" "byline send: reverted: WrongPayment(expected $price, got 1)" "$refused"

step "5. Each payee claims; to the wei, in = paid + owed + dust"
# payouts_are ENTITLED-alice -bob -carol CLAIMED?: reads the table and checks every figure.
payouts_are() {
    local table sum=$(($1 + $2 + $3))
    on_chain payouts "$licence" | sed 's/^/  /'
    table=$(on_chain payouts "$licence" --json)
    local i=0 entitled
    for entitled in "$1" "$2" "$3"; do
        same "what $(field payees $i party <<<"$table") is entitled to, in wei" "$entitled" "$(field payees $i entitled <<<"$table")"
        same "  of it claimable" "$([ "$4" = claimed ] && echo 0 || echo "$entitled")" "$(field payees $i claimable <<<"$table")"
        i=$((i + 1))
    done
    same "in" "$sum" "$(field in <<<"$table")"
    same "paid" "$([ "$4" = claimed ] && echo "$sum" || echo 0)" "$(field paid <<<"$table")"
    same "dust" 0 "$(field dust <<<"$table")"
    same "in = paid + owed + dust" true "$(field balances <<<"$table")"
}
percent=$((2 * calls * price / 100))
payouts_are $((50 * percent)) $((30 * percent)) $((20 * percent)) open
claimed=$(on_chain claim "$licence" --account 1 --json)
printf '  gas of the first claim() of all, which opens a storage slot: %s\n' "$(field gasUsed <<<"$claimed")"
for account in 2 3; do
    claimed=$(on_chain claim "$licence" --account "$account" --json)
    at_most "gas of claim() by account $account" "$claim_gas" "$(field gasUsed <<<"$claimed")"
done
payouts_are $((50 * percent)) $((30 * percent)) $((20 * percent)) claimed

step "6. The node is killed in the middle of a stream of calls"
before=$(on_chain call "$licence" received)
: >"$out/acknowledged"
(
    while hash=$(on_chain send "$licence" record 1 --value 0.001ether --account 9 --json 2>/dev/null | field transactionHash 2>/dev/null); do
        printf '%s\n' "$hash" >>"$out/acknowledged"
    done
) &
stream_pid=$!
for _ in $(seq 1 600); do
    [ "$(wc -l <"$out/acknowledged")" -lt 20 ] || break
    sleep 0.05
done
kill_node
wait "$stream_pid" || true
stream_pid=''
acknowledged=$(wc -l <"$out/acknowledged")
[ "$acknowledged" -ge 20 ] || die "only $acknowledged calls went through before the kill"
printf '  killed with %s calls acknowledged; starting again\n' "$acknowledged"
start_node
sed -n 's/^ *recovery *//p' "$log" | grep -q . || die "the node does not say what it recovered"
after=$(on_chain call "$licence" received)
kept=$(((after - before) / price))
same "what came in since" "$((kept * price))" "$((after - before))"
# The call that was under way when the node died may have made it, acknowledged by nobody.
if [ "$kept" -lt "$acknowledged" ] || [ "$kept" -gt $((acknowledged + 1)) ]; then die "$acknowledged calls were acknowledged, $kept are there"; fi
python3 - "$url" "$out/acknowledged" <<'PY' || die "an acknowledged call is lost"
import json, sys, urllib.request
url, path = sys.argv[1:]
batch = [{"jsonrpc": "2.0", "id": i, "method": "eth_getTransactionReceipt", "params": [line.strip()]} for i, line in enumerate(open(path))]
request = urllib.request.Request(url, json.dumps(batch).encode(), {"Content-Type": "application/json"})
answers = json.load(urllib.request.urlopen(request, timeout=30))
sys.exit(not all(answer["result"] and answer["result"]["status"] == "0x1" for answer in answers))
PY
printf '  ok: all %s acknowledged calls have their receipts (%s were sealed)\n' "$acknowledged" "$kept"
on_chain payouts "$licence" >/dev/null || die "the money does not balance after the crash"
printf '  ok: in = paid + owed + dust still holds\n'
stop_node

step "7. An auditor replays the chain from genesis"
run byline audit replay --data "$data" | sed 's/^/  /'
folder=$(byline audit replay --data "$data" --json)
run byline audit export --data "$data" -o "$chain"
file=$(byline audit replay "$chain" --json)
same "the head that the file replays to" "$(field headHash <<<"$folder")" "$(field headHash <<<"$file")"
same "the file's state root" "$(field stateRoot <<<"$folder")" "$(field stateRoot <<<"$file")"

size=$(wc -c <"$chain")
flips=40
for i in $(seq 0 $((flips - 1))); do
    at=$((i * (size - 1) / (flips - 1)))
    python3 - "$chain" "$out/flipped.rlp" "$at" <<'PY'
import sys
data = bytearray(open(sys.argv[1], "rb").read())
data[int(sys.argv[3])] ^= 1 << int(sys.argv[3]) % 8
open(sys.argv[2], "wb").write(data)
PY
    code=0
    said=$(byline audit replay "$out/flipped.rlp" 2>&1 >/dev/null) || code=$?
    [ "$code" -eq 1 ] || die "byte $at of $size is flipped and the replay exits with $code"
    [[ $said == "byline audit replay: block "* ]] || die "byte $at of $size is flipped and the replay names no block: $said"
    bar "flipped bytes found" "$((i + 1))" "$flips"
done
rm -f "$out/flipped.rlp"
printf '  the last one: %s\n' "$said"

printf '\nDone: every figure is as it should be. %s holds the artifact, the term sheet, the node log and chain.rlp.\n' "$out"
