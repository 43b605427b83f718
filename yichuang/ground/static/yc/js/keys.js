// Keys are declared on real buttons, links and boxes: data-yc-key="F9", "Space", "1", "Ctrl+Enter". docs/front.md tells the rules.
import { half, on, seen, typing } from "./text.js"

const PAD = { NumpadAdd: "Space", NumpadSubtract: "X", NumpadMultiply: "A", NumpadDivide: "/", NumpadEnter: "Enter" }
const OURS = /^(F[24678]|F9|F10|Escape|(Ctrl|Alt)\+.+)$/
const AHEAD = /^([^JK]|F\d+|Space|Enter|Escape|Ctrl.+)$/
const waiting = []
let busy = 0, since = 0

export const lettersOn = () => localStorage.getItem("yc.letters") !== "off"
export const keysOf = e => e.dataset.ycKey.split(" ")
export const usable = e => !e.disabled && e.ariaDisabled !== "true" && seen(e)

// The names one press may go by, the exact one first.
export function names(e) {
  const pad = PAD[e.code], ctrl = e.ctrlKey || e.metaKey
  let k = e.key === " " || e.key === "　" ? "Space" : e.key.length === 1 ? half(e.key).toUpperCase() : e.key
  if (e.altKey || k === "Unidentified" || k === "Process") k = e.code.replace(/^(Key|Digit|Numpad)/, "")
  if (ctrl || e.altKey) return [(ctrl ? "Ctrl+" : "") + (e.altKey ? "Alt+" : "") + k]
  return pad ? [e.code, pad] : [k]
}
// What works now: the innermost open panel hides the same keys below it; in a list only the row in hand answers.
export function map() {
  const found = new Map(), top = [...document.querySelectorAll("[data-yc-scope]")].filter(seen).at(-1)
  for (const e of document.querySelectorAll("[data-yc-key]")) {
    const row = e.closest("[data-yc-row]")
    if (!usable(e) || (row && !row.ariaCurrent && !row.contains(document.activeElement))) continue
    for (const k of keysOf(e)) if (!found.has(k) || (top?.contains(e) && !top.contains(found.get(k)))) found.set(k, e)
  }
  return found
}
export function act(e) {
  if (typing(e)) { e.focus(); e.select?.() } else { if (e.matches("input")) e.focus(); e.click() }
}
// Does this press belong to the box or button that has the focus?
function native(k) {
  const at = document.activeElement
  if (typing(at)) return !OURS.test(k)
  return (k === "Enter" || k === "Space") && at?.matches("a[href],button,summary,input") && !(k === "Enter" && at.matches("[type=radio],[type=checkbox]"))
}
export function press(list, e) {
  const free = list.filter(k => !native(k) && (lettersOn() || k.length > 1 && k !== "Space"))
  if (busy && performance.now() - since < 5000 && free.some(k => AHEAD.test(k))) {
    e?.preventDefault()
    if (waiting.length < 8) waiting.push(free)
    return true
  }
  const found = map(), to = found.get(free.find(k => found.has(k)))
  if (!to) return false
  e?.preventDefault()
  if (!e?.repeat) act(to)
  return true
}
on("keydown", e => { if (!e.isComposing && e.keyCode !== 229 && !e.defaultPrevented) press(names(e), e) })
// Type-ahead: keys struck while the server answers wait for the new screen.
on("htmx:before:request", () => { busy++; since = performance.now() })
on("htmx:finally:request", () => { busy = Math.max(0, busy - 1); setTimeout(() => { while (!busy && waiting.length) press(waiting.shift()) }, 20) })
