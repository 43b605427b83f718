// Lists with one row in hand: J K, arrows, Home, End move; Enter opens; a hidden field (data-into) learns the row's data-value.
import { lettersOn } from "./keys.js"
import { on, seen, typing } from "./text.js"

const MOVES = { J: 1, K: -1, ArrowDown: 1, ArrowUp: -1, Home: -1e6, End: 1e6 }
const rowsOf = list => [...list.querySelectorAll("[data-yc-row]")].filter(seen)
export function take(row, focus = true) {
  const list = row.closest("[data-yc-roving]")
  for (const r of list.querySelectorAll("[data-yc-row]")) {
    r.tabIndex = r === row ? 0 : -1
    r === row ? r.setAttribute("aria-current", "true") : r.removeAttribute("aria-current")
  }
  const into = list.dataset.into && document.getElementById(list.dataset.into)
  if (into) into.value = row.dataset.value
  if (focus) { row.focus({ preventScroll: true }); row.scrollIntoView({ block: "nearest" }) }
  row.dispatchEvent(new CustomEvent("yc:row", { bubbles: true, detail: row.dataset.value }))
}
export function ready(root = document) {
  for (const list of root.querySelectorAll("[data-yc-roving]")) {
    const row = list.querySelector("[data-yc-row][aria-current]") || list.querySelector("[data-yc-row]")
    if (!row) continue
    row.tabIndex = 0
    const into = list.dataset.into && document.getElementById(list.dataset.into)
    if (into && row.ariaCurrent) into.value = row.dataset.value
  }
}
on("keydown", e => {
  if (e.isComposing || e.defaultPrevented || e.ctrlKey || e.altKey || e.metaKey) return
  const k = e.key.length === 1 ? e.key.toUpperCase() : e.key, at = document.activeElement
  const seeking = /^Arrow/.test(k) && at?.matches("[role=search] input")
  if (typing(at) && !seeking || at?.matches("[type=radio]") || k.length === 1 && !lettersOn()) return
  const list = at?.closest("[data-yc-roving]") || [...document.querySelectorAll("[data-yc-roving]")].find(seen)
  if (!list) return
  const rows = rowsOf(list), now = rows.findIndex(r => r.contains(at) || r.ariaCurrent)
  if (k in MOVES && (k !== "Home" && k !== "End" || list.contains(at))) {
    const row = rows[Math.min(rows.length - 1, Math.max(0, now < 0 ? 0 : now + (seeking ? 0 : MOVES[k])))]
    if (row) { e.preventDefault(); take(row) }
  } else if (k === "Enter" && at?.matches("[data-yc-row]")) {
    const open = at.querySelector("[data-yc-open]")
    if (open) { e.preventDefault(); open.click() }
  }
})
on("click", e => { const row = e.target.closest("[data-yc-row]"); if (row && !row.ariaCurrent) take(row, !e.target.closest("a,button,input,label")) })
on("focusin", e => { if (e.target.matches?.("[data-yc-row]:not([aria-current])")) take(e.target, false) })
on("htmx:after:swap", () => ready())
ready()
