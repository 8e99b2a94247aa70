#!/usr/bin/env bash
# The one entry point: ./build.sh [build|demo|test|check|fuzz|audit|bench|screenshots]. See README.md.
# Each step says what it does and how long it took; a step that fails names its cure.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

WASM_PACK_VERSION=0.15.1
CARGO_FUZZ_VERSION=0.13.1
CARGO_DENY_VERSION=0.20.2
FUZZ_TARGETS="answers command question records worker json"
CACHE="${XDG_CACHE_HOME:-$HOME/.cache}/ucos-inline"

say() { printf '%s\n' "$*" >&2; }

# step "what it does" "what to do if it fails" command…
step() {
  local what=$1 cure=$2 from=$SECONDS
  shift 2
  say "▸ $what"
  if "$@"; then
    say "  done in $((SECONDS - from)) s"
  else
    say "✗ Failed: $what"
    say "  What to do: $cure"
    exit 1
  fi
}

has() { command -v "$1" >/dev/null 2>&1; }

# --- What the steps need -----------------------------------------------------------------------------------------

need_rust() {
  if ! has cargo || ! has rustup; then
    say "✗ cargo and rustup are missing. What to do: install Rust from https://rustup.rs, then run this again."
    exit 1
  fi
  if ! rustup target list --installed | grep -qx wasm32-unknown-unknown; then
    step "Add Rust's WebAssembly target" "check the network, then run: rustup target add wasm32-unknown-unknown" \
      rustup target add wasm32-unknown-unknown
  fi
}

need_node() {
  if ! has node || ! has npm || [ "$(node -p 'Number(process.versions.node.split(".")[0]) >= 20')" != true ]; then
    say "✗ Node.js 20 or newer with npm is missing. What to do: install it from https://nodejs.org, then run this again."
    exit 1
  fi
  local stamp=node_modules/.from-lock
  if ! cmp -s package-lock.json "$stamp"; then
    step "Install npm packages" "check the network, remove node_modules, run this again" npm_install
  fi
}

npm_install() {
  npm ci --no-fund --no-audit --loglevel=error >&2 && cp package-lock.json node_modules/.from-lock
}

# The version of a crate as Cargo.lock pins it.
locked() {
  grep -A1 "^name = \"$1\"\$" Cargo.lock | sed -n 's/^version = "\(.*\)"$/\1/p'
}

# need_tool command crate version [cargo-install flags…]: from PATH if it is that version, else once into the cache.
need_tool() {
  local command=$1 crate=$2 version=$3
  shift 3
  local folder="$CACHE/$crate-$version"
  if [ "$("$command" --version 2>/dev/null | awk '{print $2}')" = "$version" ]; then return; fi
  if ! "$folder/bin/$command" --version >/dev/null 2>&1; then
    step "Build $command $version (once; kept in $folder; some minutes)" \
      "check the network and the free space of $CACHE, then run this again" \
      cargo install --quiet --root "$folder" --version "$version" "$@" "$crate"
  fi
  PATH="$folder/bin:$PATH"
}

need_wasm_tools() {
  # Not --locked: one dependency that its lock file names is no longer to be had.
  need_tool wasm-bindgen wasm-bindgen-cli "$(locked wasm-bindgen)"
  need_tool wasm-pack wasm-pack "$WASM_PACK_VERSION" --locked
  export PATH
}

# Branded Chrome ignores --load-extension since 137; Chromium and Chrome for Testing do not.
need_chromium() {
  local name
  for name in "${CHROMIUM:-}" chromium chromium-browser chrome-for-testing; do
    if [ -n "$name" ] && has "$name"; then
      CHROMIUM=$(command -v "$name")
      export CHROMIUM
      return
    fi
  done
  local as_root=
  [ "$(id -u)" = 0 ] || as_root="sudo -n"
  if has apt-get && { [ -z "$as_root" ] || $as_root true 2>/dev/null; }; then
    step "Install Chromium" "install Chromium by hand, or set CHROMIUM to its path" install_chromium "$as_root"
    CHROMIUM=$(command -v chromium)
    export CHROMIUM
    return
  fi
  say "✗ Chromium is missing. What to do: install it (Debian, Ubuntu: sudo apt-get install chromium; macOS: brew install"
  say "  --cask chromium), or set CHROMIUM to the path of Chromium or of Chrome for Testing. Google Chrome itself will"
  say "  not do: it no longer loads extensions from the command line."
  exit 1
}

install_chromium() {
  $1 apt-get update -qq >&2 && DEBIAN_FRONTEND=noninteractive $1 apt-get install -y -qq chromium >/dev/null
}

# --- Steps -------------------------------------------------------------------------------------------------------

build_core() {
  wasm-pack --quiet build --mode no-install --release --target web --no-pack --out-dir dist/core . >&2
}

zip_extension() {
  node tools/package.mjs
}

build() {
  need_rust
  need_node
  need_wasm_tools
  rm -rf dist/extension
  step "Compile the core to WebAssembly" "read the compiler's message above" build_core
  step "Bundle the extension's scripts and pages" "read the message above" node tools/build-extension.mjs
  step "Pack dist/ucos-inline-*.zip" "read the message above" zip_extension
  say "The extension is in dist/extension: load it unpacked at chrome://extensions with developer mode on."
}

build_sandbox() {
  need_rust
  need_node
  step "Compile the sandbox" "read the compiler's message above" cargo build --quiet -p sandbox
  step "Bundle the sandbox's pages" "read the message above" npm run --silent build:sandbox-pages
}

# A minimal installation of Rust has neither.
need_rust_components() {
  if ! cargo fmt --version >/dev/null 2>&1 || ! cargo clippy --version >/dev/null 2>&1; then
    step "Add Rust's formatter and linter" "check the network, then run: rustup component add rustfmt clippy" \
      rustup component add rustfmt clippy
  fi
}

check() {
  need_rust_components
  step "Check the format of Rust code" "run: cargo fmt --all" cargo fmt --all --check
  step "Lint Rust code" "mend what clippy names above" \
    cargo clippy --quiet --workspace --all-targets -- -D warnings
  step "Lint the core as it is compiled for the browser" "mend what clippy names above" \
    cargo clippy --quiet --target wasm32-unknown-unknown -- -D warnings
  step "Check the Rust documentation" "mend what rustdoc names above" \
    env RUSTDOCFLAGS="-D warnings" cargo doc --quiet --no-deps -p ucos-inline
  step "Check types of TypeScript code" "mend what tsc names above" npx tsc --noEmit
  step "Check format and lint of TypeScript code" "run: npx biome check --write" npx biome check --error-on-warnings .
  step "Check licences and sources of dependencies" "take another dependency, or argue for its licence in tools/licences.mjs" \
    node tools/licences.mjs
  step "Look for advisories about npm packages" "update what is named above" node tools/advisories.mjs
  step "Check sizes against budget.json" "make it smaller, or argue for a new budget in budget.json" node tools/budget.mjs
}

# --- Fuzzing -----------------------------------------------------------------------------------------------------

# libFuzzer needs flags that a stable compiler hides; RUSTC_BOOTSTRAP shows them. No sanitizer: the core has no unsafe code.
build_fuzz_targets() {
  (cd fuzz && RUSTC_BOOTSTRAP=1 cargo fuzz build --sanitizer none) >&2
}

build_ics_target() {
  npx esbuild fuzz/ics/run.ts --bundle --platform=node --format=esm --packages=external --log-level=warning \
    --outfile=fuzz/ics/dist/run.mjs
}

# fuzz_one target seconds: what is found new is kept aside, in fuzz/found; what fails, in fuzz/artifacts.
fuzz_one() {
  local target=$1 log="fuzz/artifacts/$1.log" host
  local flags=("-max_total_time=$2" -timeout=10 -print_final_stats=1 "-artifact_prefix=fuzz/artifacts/$1-")
  mkdir -p "fuzz/found/$target" fuzz/artifacts
  if [ "$target" = ics ]; then
    node fuzz/ics/dist/run.mjs "$2" >"$log" 2>&1 || { tail -n 40 "$log" >&2 && return 1; }
  else
    host=$(rustc -vV | sed -n 's/^host: //p')
    "fuzz/target/$host/release/$target" "fuzz/found/$target" "fuzz/corpus/$target" "${flags[@]}" -max_len=8192 \
      -dict=fuzz/json.dict >"$log" 2>&1 || { tail -n 40 "$log" >&2 && return 1; }
  fi
  say "  $(sed -n 's/^stat::number_of_executed_units: *//p' "$log") inputs"
}

fuzz() {
  local seconds=${1:-30} target
  need_rust
  need_node
  need_tool cargo-fuzz cargo-fuzz "$CARGO_FUZZ_VERSION" --locked
  export PATH
  step "Compile the fuzz targets" "read the compiler's message above" build_fuzz_targets
  step "Bundle the reader of calendar files for its fuzzer" "mend what esbuild names above" build_ics_target
  for target in $FUZZ_TARGETS ics; do
    step "Fuzz $target for $seconds s" \
      "mend what the input in fuzz/artifacts/$target-… shows, then keep it in fuzz/corpus/$target" fuzz_one "$target" "$seconds"
  done
}

# --- Audit -------------------------------------------------------------------------------------------------------

# Apart from check: cargo-deny takes minutes to build, and its advisories come from a host that not every machine reaches.
audit() {
  need_rust
  need_node
  need_tool cargo-deny cargo-deny "$CARGO_DENY_VERSION" --locked
  export PATH
  step "Check licences, bans and sources of crates" "see deny.toml" cargo deny --offline check licenses bans sources
  step "Check advisories about crates" "update what is named above; or, if they could not be fetched, check the network" \
    cargo deny check advisories
  step "Look for advisories about npm packages" "update what is named above" node tools/advisories.mjs
}

run_tests() {
  step "Run the Rust tests" "read the failing test above" cargo test --quiet --workspace
  step "Run the browser tests" "read the failing test above; traces are in test-results/" npx playwright test "$@"
}

measure_teams() {
  cargo run --quiet --release --example team >dist/bench/team.jsonl
}

usage() {
  cat >&2 <<'END'
./build.sh              builds dist/extension (load it unpacked) and dist/ucos-inline-<version>.zip
./build.sh demo         starts the sandbox and opens a browser on its Orders page, with the extension connected
./build.sh test         builds, checks and runs every test
./build.sh check        builds, then checks format, lints, types and sizes
./build.sh test --long  the same, and fuzzes each target for 30 s
./build.sh fuzz [30]    fuzzes each target for so many seconds
./build.sh audit        asks for advisories about dependencies, and checks their licences and sources
./build.sh bench        prints the benchmark table
./build.sh screenshots  writes screenshots of every surface to dist/screenshots
END
}

command=${1:-build}
[ $# -eq 0 ] || shift
case $command in
  build) build ;;
  demo)
    build && build_sandbox && need_chromium
    step "Bundle the demo" "read the message above" npm run --silent build:demo
    # In this shell's place: a signal is then the demo's to handle, and it cleans up.
    exec node dist/tools/demo.mjs "$@"
    ;;
  test)
    long=false
    if [ "${1:-}" = --long ]; then
      long=true
      shift
    fi
    build && build_sandbox && need_chromium && check
    run_tests "$@"
    if $long; then fuzz 30; fi
    say "All tests passed in $((SECONDS / 60)) min $((SECONDS % 60)) s."
    ;;
  check) build && check ;;
  fuzz) fuzz "$@" ;;
  audit) audit ;;
  bench)
    build && build_sandbox && need_chromium
    step "Measure the core's benchmarks" "read the message above" cargo bench --quiet --bench due
    mkdir -p dist/bench
    step "Simulate teams of 1, 10 and 50 on one key" "read the message above" measure_teams
    step "Measure lists, the sweep and due times in the browser" "read the message above" \
      npx playwright test --config bench/playwright.config.ts "$@"
    node bench/table.mjs
    ;;
  screenshots)
    build && build_sandbox && need_chromium
    step "Write screenshots into dist/screenshots" "read the message above" \
      npx playwright test --config tests/e2e/screenshots/screenshots.config.ts "$@"
    ;;
  help | -h | --help) usage ;;
  *)
    say "✗ There is no \"$command\"."
    usage
    exit 2
    ;;
esac
