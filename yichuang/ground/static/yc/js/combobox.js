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
async function ask(box) {
  const { input, list, count } = parts(box), q = query(input.value)
  if (q === asked.get(box)?.q && list.children.length) return
  asked.get(box)?.stop.abort()
  const mine = { q, stop: new AbortController() }
  asked.set(box, mine)
  if (!q) return close(box)
  try {
    const url = new URL(box.dataset.url, location)
    url.searchParams.set("q", q)
    const answer = await fetch(url, { signal: mine.stop.signal, headers: { "HX-Request": "true" } })
    if (asked.get(box) !== mine || !answer.ok) return
    list.innerHTML = await answer.text()
    const n = options(list).length
    mark(box, "first" in box.dataset ? options(list)[0] : undefined)
    input.ariaExpanded = String(n > 0)
    count.textContent = n ? `有${n}个结果` : "没找到，换个说法"
    box.dispatchEvent(new CustomEvent("yc:options", { bubbles: true }))
  } catch (e) { if (e.name !== "AbortError") count.textContent = "查不了，过一会儿再试" }
}
function pick(box, o) {
  const { input } = parts(box), into = box.querySelector("[data-yc-picked]")
  if (o.dataset.href) return location.assign(o.dataset.href)
  if (into) into.value = o.dataset.value
  input.value = o.dataset.text || o.textContent
  asked.set(box, { q: query(input.value), stop: new AbortController() })
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
  if (k === "ArrowDown" || k === "ArrowUp") { if (all.length) { e.preventDefault(); mark(box, all[(now + (k === "ArrowDown" ? 1 : all.length) + (now < 0 && k === "ArrowUp" ? 1 : 0)) % all.length]) } }
  else if (k === "Escape") { if (all.length) { e.preventDefault(); close(box) } }
  // A digit picks once the box holds letters; a code starts with a point, an identity number with a digit.
  else if (/^[1-8]$/.test(k) && /^[^.\d]/.test(query(input.value)) && list.querySelector("kbd")) {
    e.preventDefault()
    clearTimeout(timers.get(box))
    await ask(box)
    const o = options(list)[k - 1]
    if (o) pick(box, o)
  } else if (k === "Enter" && (now >= 0 || "first" in box.dataset)) {
    e.preventDefault()
    clearTimeout(timers.get(box))
    if (now < 0) await ask(box)
    const o = now >= 0 ? all[now] : options(list)[0]
    if (o) pick(box, o)
  }
}, true)
on("click", e => { const box = boxOf(e), o = e.target.closest("[role=option]"); if (box && o) pick(box, o) })
on("focusout", e => { const box = boxOf(e); if (box?.classList.contains("is-floating") && !box.contains(e.relatedTarget)) setTimeout(close, 150, box) })
