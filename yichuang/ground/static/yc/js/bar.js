// The bar at the foot and the sheet of "?": both made from the map that the handler uses.
import { keysOf, lettersOn, map, names } from "./keys.js"
import { on, seen, typing } from "./text.js"

const CAPS = { Space: "空格", Enter: "回车", Escape: "Esc", ArrowUp: "↑", ArrowDown: "↓" }
const cap = k => Object.assign(document.createElement("kbd"), { textContent: k.split("+").map(p => CAPS[p] || p).join("+") })
export const says = e => (e.dataset.ycKeyLabel || e.ariaLabel || [...e.childNodes].map(n => n.nodeName === "KBD" ? "" : n.textContent).join("")).trim() || e.labels?.[0]?.textContent.trim() || ""
const group = e => e.closest("[data-yc-digits]")?.dataset.ycDigits || "选项"
const put = (tag, kids, name = "") => { const e = document.createElement(tag); e.className = name; e.append(...kids); return e }

const moves = () => [...document.querySelectorAll("[data-yc-roving]")].some(seen)

export function show() {
  const bar = document.querySelector("[data-yc-keybar]"), lines = [], last = {}
  if (!bar) return
  for (const [k, e] of map()) {
    if (keysOf(e)[0] !== k || "ycKeyQuiet" in e.dataset || !lettersOn() && (k.length === 1 || k === "Space")) continue
    if (!/^[1-9]$/.test(k)) { lines.push([k, says(e)]); continue }
    if (!last[group(e)]) lines.push([k, group(e)])
    last[group(e)] = k
  }
  if (moves()) lines.push(["↑↓", "移动"])
  const text = bar.textContent
  const made = [...lines, ["Ctrl+K", "找操作"], ["?", "快捷键"]].map(([k, w]) => put("span", [cap(/^\d$/.test(k) && last[w] > k ? `${k}–${last[w]}` : k), w], "keys"))
  if (made.map(m => m.textContent).join("") !== text) bar.replaceChildren(...made)
}
let from
function sheet(open) {
  const box = document.getElementById("yc-sheet")
  if (!box || box.hidden === !open) return
  if (open) {
    from = document.activeElement
    const all = [...map()].map(([k, e]) => [k, says(e)]).concat(moves() ? [["J", "下一行"], ["K", "上一行"]] : [])
    box.querySelector("dl").replaceChildren(...all.map(([k, w]) => put("div", [put("dt", [cap(k)]), put("dd", [w])])))
  }
  box.hidden = !open
  open ? box.focus() : from?.focus()
}
on("keydown", e => {
  if (e.isComposing || e.keyCode === 229 || e.defaultPrevented) return
  const k = names(e)[0]
  if (k === "?" && !typing(document.activeElement) && lettersOn()) { e.preventDefault(); sheet(true) } else if (k === "Escape") sheet(false)
})
on("click", e => {
  if (e.target.closest("[data-yc-sheet-open]")) sheet(true)
  if (e.target.closest("[data-yc-sheet-close]")) sheet(false)
  const phrase = e.target.closest("[data-yc-insert]"), area = phrase && document.getElementById(phrase.dataset.ycInsert)
  if (area) { area.setRangeText((phrase.querySelector("[data-yc-text]") || phrase).textContent, area.selectionStart, area.selectionEnd, "end"); area.focus() }
})
on("change", e => { if (e.target.matches("[data-yc-letters]")) { localStorage.setItem("yc.letters", e.target.checked ? "on" : "off"); show() } })
let soon
for (const name of ["focusin", "focusout", "htmx:after:swap", "htmx:finally:request", "yc:row"]) on(name, () => { clearTimeout(soon); soon = setTimeout(show, 30) })
const letters = document.querySelector("[data-yc-letters]")
if (letters) letters.checked = lettersOn()
show()
