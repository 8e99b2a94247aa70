//! What the worker's shell does for the core: declarations alone. It is done in `extension/platform/`, in TypeScript,
//! where promises, streams and transactions cost nothing; here they would be a tenth of the module.

use js_sys::{Array, Promise};
use wasm_bindgen::prelude::*;

/// The same for the TypeScript compiler, so that it holds the shell against it.
#[wasm_bindgen(typescript_custom_section)]
const INTERFACE: &str = r#"
export type Bytes = Uint8Array<ArrayBuffer>;

/** A record that gets a value, or that goes. */
export type Write = [table: string, key: string, value: Bytes | undefined];

/** What became of a request. */
export type Exchange =
    | { kind: "answer"; status: number; headers: [name: string, value: string][]; body: Bytes }
    | { kind: "offline" | "timed-out" | "too-large" }
    | { kind: "failed"; reason: string };

/** The tables of the core. */
export interface ShellDatabase {
    /** The values of these keys, in the same order. */
    get(table: string, keys: string[]): Promise<(Bytes | undefined)[]>;
    /** Every record whose key starts with the prefix, by key. */
    scan(table: string, prefix: string): Promise<[key: string, value: Bytes][]>;
    /** All of them or, when it rejects, none. */
    write(writes: Write[]): Promise<void>;
}

/** What the worker's shell does for the core. */
export interface Shell {
    openDatabase(version: number, tables: string[]): Promise<ShellDatabase>;
    exchange(
        method: string,
        url: string,
        headers: [name: string, value: string][],
        body: Bytes | undefined,
        timeoutMs: number,
        maxBytes: number,
    ): Promise<Exchange>;
    /** The texts of the trusted area whose names start with the prefix. */
    trustedScan(prefix: string): Promise<[name: string, value: string][]>;
    /** Sets a text of the trusted area, or takes it away. */
    trustedSet(name: string, value: string | undefined): Promise<void>;
    /** Seals a secret for a place: with a key derived from the PIN, without a PIN with the device's. */
    seal(
        pin: string | undefined,
        salt: string,
        rounds: number,
        place: string,
        secret: string,
    ): Promise<string>;
    /** The secret again; nothing where it was sealed otherwise or for another place. */
    unseal(
        pin: string | undefined,
        salt: string,
        rounds: number,
        place: string,
        sealed: string,
    ): Promise<string | undefined>;
    /** 128 bits by chance. */
    salt(): string;
    /** Holds a secret until the browser ends, or it is let go of. */
    hold(place: string, secret: string): Promise<void>;
    held(place: string): Promise<string | undefined>;
    /** Lets go of all others. */
    holdOnly(places: string[]): Promise<void>;
    watchIdle(seconds: number): void;
    /** JSON text of all that the organisation sets; `{}` where it sets nothing. */
    managed(): Promise<string>;
    /** The names of all views. */
    published(): Promise<string[]>;
    /** The text of a view, if it is there. */
    view(name: string): Promise<string | undefined>;
    /** Sets views, and takes away those without a text. */
    publish(views: [name: string, view: string | undefined][]): Promise<void>;
    /** Wakes the worker at this time, in ms since the epoch. */
    setAlarm(name: string, at: number): void;
    /** The same, sooner, but only if the worker lives until then. */
    setTimer(name: string, at: number): void;
    /** JSON text of a `ReminderView`. */
    notify(reminder: string): void;
    markTab(tab: number, store: string, overdue: number): void;
    /** Opens the options page for this store. */
    openOptions(store: string): void;
    /** A day, or those between which something lies, in words. */
    dateWords(earliest: number, latest: number, language: string, zone: string): string;
}
"#;

#[wasm_bindgen]
extern "C" {
    /// The shell.
    #[wasm_bindgen(typescript_type = "Shell")]
    pub type Shell;

    #[wasm_bindgen(method, js_name = openDatabase)]
    pub(super) fn open_database(this: &Shell, version: u32, tables: Array) -> Promise;

    #[wasm_bindgen(method)]
    pub(super) fn exchange(
        this: &Shell,
        method: &str,
        url: &str,
        headers: Array,
        body: Option<Vec<u8>>,
        timeout_ms: u32,
        max_bytes: u32,
    ) -> Promise;

    #[wasm_bindgen(method, js_name = trustedScan)]
    pub(super) fn trusted_scan(this: &Shell, prefix: &str) -> Promise;

    #[wasm_bindgen(method, js_name = trustedSet)]
    pub(super) fn trusted_set(this: &Shell, name: &str, value: Option<&str>) -> Promise;

    #[wasm_bindgen(method)]
    pub(super) fn seal(
        this: &Shell,
        pin: Option<&str>,
        salt: &str,
        rounds: u32,
        place: &str,
        secret: &str,
    ) -> Promise;

    #[wasm_bindgen(method)]
    pub(super) fn unseal(
        this: &Shell,
        pin: Option<&str>,
        salt: &str,
        rounds: u32,
        place: &str,
        sealed: &str,
    ) -> Promise;

    #[wasm_bindgen(method)]
    pub(super) fn salt(this: &Shell) -> String;

    #[wasm_bindgen(method)]
    pub(super) fn hold(this: &Shell, place: &str, secret: &str) -> Promise;

    #[wasm_bindgen(method)]
    pub(super) fn held(this: &Shell, place: &str) -> Promise;

    #[wasm_bindgen(method, js_name = holdOnly)]
    pub(super) fn hold_only(this: &Shell, places: Array) -> Promise;

    #[wasm_bindgen(method, js_name = watchIdle)]
    pub(super) fn watch_idle(this: &Shell, seconds: u32);

    #[wasm_bindgen(method)]
    pub(super) fn managed(this: &Shell) -> Promise;

    #[wasm_bindgen(method)]
    pub(super) fn published(this: &Shell) -> Promise;

    #[wasm_bindgen(method)]
    pub(super) fn view(this: &Shell, name: &str) -> Promise;

    #[wasm_bindgen(method)]
    pub(super) fn publish(this: &Shell, views: Array) -> Promise;

    #[wasm_bindgen(method, js_name = setAlarm)]
    pub(super) fn set_alarm(this: &Shell, name: &str, at: f64);

    /// The same, sooner, but only if the worker lives until then.
    #[wasm_bindgen(method, js_name = setTimer)]
    pub(super) fn set_timer(this: &Shell, name: &str, at: f64);

    #[wasm_bindgen(method)]
    pub(super) fn notify(this: &Shell, reminder: &str);

    #[wasm_bindgen(method, js_name = markTab)]
    pub(super) fn mark_tab(this: &Shell, tab: u32, store: &str, overdue: u32);

    #[wasm_bindgen(method, js_name = openOptions)]
    pub(super) fn open_options(this: &Shell, store: &str);
    #[wasm_bindgen(method, js_name = dateWords)]
    pub(super) fn date_words(this: &Shell, earliest: f64, latest: f64, language: &str, zone: &str) -> String;

    /// `ShellDatabase`.
    pub(super) type Database;

    #[wasm_bindgen(method)]
    pub(super) fn get(this: &Database, table: &str, keys: Array) -> Promise;

    #[wasm_bindgen(method)]
    pub(super) fn scan(this: &Database, table: &str, prefix: &str) -> Promise;

    #[wasm_bindgen(method)]
    pub(super) fn write(this: &Database, writes: Array) -> Promise;

    /// `Exchange`. Each kind has the members that the interface names.
    pub(super) type Exchange;

    #[wasm_bindgen(method, getter)]
    pub(super) fn kind(this: &Exchange) -> String;

    #[wasm_bindgen(method, getter)]
    pub(super) fn status(this: &Exchange) -> u16;

    #[wasm_bindgen(method, getter)]
    pub(super) fn headers(this: &Exchange) -> Array;

    #[wasm_bindgen(method, getter)]
    pub(super) fn body(this: &Exchange) -> Vec<u8>;

    #[wasm_bindgen(method, getter)]
    pub(super) fn reason(this: &Exchange) -> String;
}
