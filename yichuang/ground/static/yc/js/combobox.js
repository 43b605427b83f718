// A search box with a list. The list comes from data-url?q=; text still in composition counts (sp'jy is spjy).
import { on, query } from "./text.js"

const timers = new WeakMap(), asked = new WeakMap()
const parts = box => ({ input: box.querySelector("[role=combobox]"), list: box.querySelector("[role=listbox]"), count: box.querySelector("[data-yc-count]") })
const options = list => [...list.querySelectorAll("[role=option]")]

function mark(box, to) {
  const { input, list } = parts(box)
  options(list).forEach((o, n) => { o.id ||= `${list.id}-${n}`; o.setAttribute("aria-selected", o === to) })
  to ? input.setAttribute("aria-activedescendant", to.id) : input.removeAttribute("aria-activedescendant")
  to?.scrollIntoView({ block: "nearest" })
}
function close(box) { const { input, list } = parts(box); list.replaceChildren(); input.ariaExpanded = "false"; mark(box) }
// One question at a time; asking the same again waits for the answer on its way.
function ask(box) {
  const q = query(parts(box).input.value), old = asked.get(box)
  if (old?.q === q) return old.done
  const mine = { q }
  asked.set(box, mine)
  return mine.done = answer(box, mine)
}
async function answer(box, mine) {
  const { input, list, count } = parts(box), url = new URL(box.dataset.url, location)
  if (!mine.q) return close(box)
  url.searchParams.set("q", mine.q)
  try {
    const said = await fetch(url, { headers: { "HX-Request": "true" } }), text = await said.text()
    if (asked.get(box) !== mine) return
    if (!said.ok) throw new Error(said.status)
    list.innerHTML = text
    const n = options(list).length
    mark(box, "first" in box.dataset ? options(list)[0] : undefined)
    input.ariaExpanded = String(n > 0)
    box.dispatchEvent(new CustomEvent("yc:row", { bubbles: true }))
    count.classList.toggle("sr", n > 0)
    count.textContent = n ? `${n}个结果` : "没找到，换个说法"
  } catch { if (asked.get(box) === mine) { asked.delete(box); count.textContent = "查不了，再试一次" } }
}
function pick(box, o) {
  const { input } = parts(box), into = box.querySelector("[data-yc-picked]")
  if (o.dataset.href) return location.assign(o.dataset.href)
  if (into) into.value = o.dataset.value
  input.value = o.dataset.text || o.textContent
  asked.delete(box)
  close(box)
  box.dispatchEvent(new CustomEvent("yc:pick", { bubbles: true, detail: o.dataset.value }))
  if ("submit" in box.dataset) input.form?.requestSubmit()
}
const boxOf = e => e.target.closest?.("[data-yc-combobox]")
on("input", e => {
  const box = boxOf(e)
  if (!box || !e.target.matches("[role=combobox]")) return
  const into = box.querySelector("[data-yc-picked]")
  if (into) into.value = ""
  clearTimeout(timers.get(box))
  timers.set(box, setTimeout(ask, 60, box))
})
on("keydown", async e => {
  const box = boxOf(e)
  if (!box || e.isComposing || e.keyCode === 229 || !e.target.matches("[role=combobox]")) return
  const { input, list } = parts(box), all = options(list), now = all.findIndex(o => o.ariaSelected === "true"), k = e.key.normalize("NFKC")
  if (all.length && (k === "ArrowDown" || k === "ArrowUp")) { e.preventDefault(); mark(box, all.at(k === "ArrowDown" ? (now + 1) % all.length : Math.max(now, 0) - 1)) }
  else if (all.length && k === "Escape") { e.preventDefault(); asked.delete(box); close(box) }
  else {
    // A digit picks once the box holds letters; a code starts with a point, an identity number with a digit.
    const digit = /^[1-8]$/.test(k) && /^[^.\d]/.test(query(input.value)) && ("first" in box.dataset || list.querySelector("kbd"))
    if (!digit && (k !== "Enter" || now < 0 && !("first" in box.dataset))) return
    e.preventDefault()
    clearTimeout(timers.get(box))
    await ask(box)
    const o = digit ? options(list)[k - 1] : list.querySelector("[aria-selected=true]")
    if (o) pick(box, o)
  }
}, true)
on("click", e => { const box = boxOf(e), o = e.target.closest("[role=option]"); if (box && o) pick(box, o) })
on("focusout", e => { const box = boxOf(e); if (box?.classList.contains("is-floating") && !box.contains(e.relatedTarget)) setTimeout(close, 150, box) })
