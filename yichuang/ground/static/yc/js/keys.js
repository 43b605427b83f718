// Keys are declared on real buttons, links and boxes: data-yc-key="F9", "Space", "1", "Ctrl+Enter", "X NumpadSubtract".
// The same map feeds the handler, the key bar and the sheet of "?". docs/front.md tells the rules.
import { half, on, seen, typing } from "./text.js"

const PAD = { NumpadAdd: "Space", NumpadSubtract: "X", NumpadMultiply: "A", NumpadDivide: "/", NumpadEnter: "Enter" }
const NAMES = { Space: "空格", Enter: "回车", Escape: "Esc", ArrowUp: "↑", ArrowDown: "↓" }
const OURS = /^(F[24678]|F9|F10|Escape|(Ctrl|Alt)\+.+)$/
const AHEAD = /^([^JK]|F\d+|Space|Enter|Escape|Ctrl.+)$/
const waiting = []
let busy = 0, since = 0

export const lettersOn = () => localStorage.getItem("yc.letters") !== "off"

// The names one press may go by, the exact one first.
export function names(e) {
  const pad = PAD[e.code]
  let k = e.key === " " || e.key === "　" ? "Space" : e.key.length === 1 ? half(e.key).toUpperCase() : e.key
  if (k === "Unidentified" || k === "Process") k = e.code.replace(/^(Key|Digit|Numpad)/, "")
  if (e.ctrlKey || e.altKey || e.metaKey) return [(e.ctrlKey || e.metaKey ? "Ctrl+" : "") + (e.altKey ? "Alt+" : "") + (e.altKey ? e.code.replace(/^(Key|Digit)/, "") : k)]
  return pad ? [e.code, pad] : [k]
}
const keysOf = e => e.dataset.ycKey.split(" ")
const usable = e => !e.disabled && e.ariaDisabled !== "true" && seen(e)

// What works now: the innermost open panel hides the same keys below it; in a list only the row in hand answers.
export function map() {
  const found = new Map(), scopes = [...document.querySelectorAll("[data-yc-scope]")].filter(seen), top = scopes.at(-1)
  for (const e of document.querySelectorAll("[data-yc-key]")) {
    const row = e.closest("[data-yc-row]")
    if (!usable(e) || (row && !row.ariaCurrent && !row.contains(document.activeElement))) continue
    const inside = !!top?.contains(e)
    for (const k of keysOf(e)) if (!found.has(k) || (inside && !top.contains(found.get(k)))) found.set(k, e)
  }
  return found
}
export function act(e) {
  if (typing(e)) { e.focus(); e.select?.() } else { if (e.matches("input")) e.focus(); e.click() }
}
export const label = e => (e.dataset.ycKeyLabel || e.ariaLabel || [...e.childNodes].map(n => n.nodeName === "KBD" ? "" : n.textContent).join("")).trim() ||
  e.labels?.[0]?.textContent.trim() || ""

// Does this press belong to the box or button that has the focus?
function native(k) {
  const at = document.activeElement
  if (typing(at)) return !OURS.test(k)
  return (k === "Enter" || k === "Space") && at?.matches("a[href],button,summary,input") && !(k === "Enter" && at.matches("[type=radio],[type=checkbox]"))
}
function press(list, e) {
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
on("keydown", e => {
  if (e.isComposing || e.keyCode === 229 || e.defaultPrevented) return
  const list = names(e)
  if (press(list, e)) return
  if (list[0] === "?" && !typing(document.activeElement) && lettersOn()) { e.preventDefault(); sheet(true) }
  else if (list[0] === "Escape") sheet(false)
})

// Type-ahead: keys struck while the server answers wait for the new screen.
on("htmx:before:request", () => { busy++; since = performance.now() })
on("htmx:finally:request", () => { busy = Math.max(0, busy - 1); setTimeout(() => { while (!busy && waiting.length) press(waiting.shift()); show() }, 20) })

// The bar at the foot shows what works now; digits of one group stand together.
export function show() {
  const bar = document.querySelector("[data-yc-keybar]")
  if (!bar) return
  const lines = [], digits = new Map()
  for (const [k, e] of map()) {
    if (keysOf(e)[0] !== k || "ycKeyQuiet" in e.dataset || !lettersOn() && (k.length === 1 || k === "Space")) continue
    if (/^[1-9]$/.test(k)) { const g = e.closest("[data-yc-digits]")?.dataset.ycDigits || "选项"; digits.has(g) || lines.push([k, g]); digits.set(g, k) } else lines.push([k, label(e)])
  }
  if ([...document.querySelectorAll("[data-yc-roving]")].some(seen)) lines.push(["↑↓", "移动"])
  bar.replaceChildren(...[...lines, ["?", "快捷键"]].map(([k, text]) => {
    const s = document.createElement("span"), last = digits.get(text)
    s.className = "keys"
    s.append(cap(last && last !== "1" && k === "1" ? "1–" + last : k), text)
    return s
  }))
}
const cap = k => Object.assign(document.createElement("kbd"), { textContent: k.split("+").map(p => NAMES[p] || p).join("+") || k })

let from
export function sheet(open) {
  const box = document.getElementById("yc-sheet")
  if (!box || box.hidden === !open) return
  if (open) {
    from = document.activeElement
    box.querySelector("dl").replaceChildren(...[...map()].map(([k, e]) => {
      const d = document.createElement("div"), t = document.createElement("dt"), w = document.createElement("dd")
      t.append(cap(k)); w.textContent = label(e); d.append(t, w)
      return d
    }))
  }
  box.hidden = !open
  open ? box.focus() : from?.focus()
}
on("click", e => {
  if (e.target.closest("[data-yc-sheet-open]")) sheet(true)
  if (e.target.closest("[data-yc-sheet-close]")) sheet(false)
  const put = e.target.closest("[data-yc-insert]"), area = put && document.getElementById(put.dataset.ycInsert)
  if (area) { area.setRangeText((put.querySelector("[data-yc-text]") || put).textContent, area.selectionStart, area.selectionEnd, "end"); area.focus() }
})
on("change", e => { if (e.target.matches("[data-yc-letters]")) { localStorage.setItem("yc.letters", e.target.checked ? "on" : "off"); show() } })
let soon
const later = () => { clearTimeout(soon); soon = setTimeout(show, 30) }
for (const name of ["focusin", "focusout", "htmx:after:swap", "yc:row"]) on(name, later)
const letters = document.querySelector("[data-yc-letters]")
if (letters) letters.checked = lettersOn()
show()
