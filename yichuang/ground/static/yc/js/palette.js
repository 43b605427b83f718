// Ctrl+K: every action of this screen, found by its words or their initials. Docs and rules: docs/front.md.
import { says } from "./bar.js"
import { act, names, usable } from "./keys.js"
import { on, query } from "./text.js"

// The first character of each initial in pinyin order: a character belongs to the last one that is not after it.
const FIRST = [..."阿八嚓哒妸发旮哈讥咔垃痳拏噢妑七呥扨它穵夕丫帀"], LETTERS = "abcdefghjklmnopqrstwxyz"
const order = new Intl.Collator("zh-u-co-pinyin").compare
const initials = text => [...text].map(c => /\p{sc=Han}/u.test(c) ? LETTERS[FIRST.findLastIndex(f => order(f, c) <= 0)] : c).join("")
const panel = document.getElementById("yc-palette"), find = panel?.querySelector("input"), found = panel?.querySelector("ul")
let doing = [], chosen = 0, back

function draw() {
  const q = query(find.value).toLowerCase().replace(/ /g, "")
  const fit = doing.filter(([text]) => `${text} ${initials(text)}`.toLowerCase().includes(q)).slice(0, 8)
  chosen = Math.max(0, Math.min(chosen, fit.length - 1))
  found.replaceChildren(...fit.map(([text, to], n) => Object.assign(document.createElement("li"), {
    id: `yc-palette-${n}`, className: "option", role: "option", textContent: text, ariaSelected: n === chosen, onclick: () => run(to),
  })))
  fit.length ? find.setAttribute("aria-activedescendant", `yc-palette-${chosen}`) : find.removeAttribute("aria-activedescendant")
}
function openPalette(open) {
  if (panel.hidden === !open) return
  if (open) {
    const all = [...document.querySelectorAll(".btn,.mast a[href],[data-yc-key]")].filter(e => usable(e) && !panel.contains(e))
    back = document.activeElement
    doing = [...new Map(all.map(e => [says(e), e]).filter(([text]) => text).reverse())].reverse()
    find.value = ""
    chosen = 0
  }
  panel.hidden = !open
  if (open) { draw(); find.focus() } else back?.focus()
}
function run(to) { openPalette(false); act(to) }

if (panel) {
  on("keydown", e => {
    if (e.isComposing || e.keyCode === 229) return
    if (names(e)[0] === "Ctrl+K") { e.preventDefault(); openPalette(panel.hidden) } else if (e.target === find && /^(Arrow(Up|Down)|Enter)$/.test(e.key)) {
      e.preventDefault()
      if (e.key === "Enter") return found.children[chosen]?.click()
      chosen += e.key === "ArrowUp" ? -1 : 1
      draw()
    }
  }, true)
  on("input", e => { if (e.target === find) { chosen = 0; draw() } })
  on("click", e => { if (e.target.closest("[data-yc-palette-close]")) openPalette(false) })
}
