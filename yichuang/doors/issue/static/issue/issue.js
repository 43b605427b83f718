// The issue desk's devices through the local bridge (docs/bridge.md): card reader, signature pad, scanner. Works without any of them.
const desk = document.getElementById("issue"), BRIDGE = desk?.dataset.ycBridge
const on = (name, f, o) => document.addEventListener(name, f, o)
const tell = text => { const line = document.getElementById("yc-refusal"); if (line) line.textContent = text }
const typing = e => e?.matches?.("textarea,select,input:not([type=radio],[type=checkbox],[type=button],[type=submit])")

async function ask(path, body) {
  const answer = await fetch(BRIDGE + path, { method: "POST", mode: "cors", credentials: "omit", body: body === undefined ? undefined : JSON.stringify(body) })
  if (!answer.ok) throw Object.assign(new Error("bridge"), { said: (await answer.json().catch(() => ({}))).text })
  return answer.json()
}
// The card that lies on the reader is the one who fetches; comparing face and card stays with the person at the desk.
function give(card) {
  const number = document.getElementById("receiver_number")
  if (!number || !card?.number) return
  number.value = card.number
  document.getElementById("receiver_name").value = card.name || ""
  document.getElementById("checked-document").focus()
}
async function readCard() {
  try { give(await ask("/v1/card")) } catch (e) {
    tell(e.said || "没接上读卡器。直接输入证件号码也行")
    document.getElementById("receiver_number")?.focus()
  }
}
async function sign() {
  const box = document.getElementById("signature"), says = document.getElementById("signature-said")
  says.textContent = "等办事人在签名屏上签名"
  try {
    box.value = (await ask("/v1/pad", { title: "领取签名" })).image || ""
    says.textContent = box.value ? "签好了" : "没有签，再按一次，或者在纸上签"
  } catch (e) { says.textContent = e.said || "没接上签名屏，打出送达回证在纸上签" }
}
function land(text) {
  const box = document.getElementById("scan")
  box.value = text.trim()
  box.form.requestSubmit()
}
function listen() {
  if (!BRIDGE || typeof EventSource === "undefined") return
  let tries = 0
  const open = () => {
    const events = new EventSource(BRIDGE + "/v1/events")
    events.onopen = () => { tries = 0; document.documentElement.dataset.ycBridgeUp = "" }
    events.addEventListener("card", e => give(JSON.parse(e.data)))
    events.addEventListener("scan", e => land(JSON.parse(e.data).text))
    events.onerror = () => { delete document.documentElement.dataset.ycBridgeUp; events.close(); if (++tries < 40) setTimeout(open, Math.min(30000, 1000 * 2 ** Math.min(tries, 5))) }
  }
  open()
}
// A scanner that types lands in the search box wherever the focus is: signs less than 35 ms apart, six or more, then Enter.
const GAP = 35, LEAST = 6
let held = [], timer
function release() {
  clearTimeout(timer)
  const keys = held
  held = []
  for (const e of keys) e.target.dispatchEvent(Object.assign(new KeyboardEvent("keydown", { key: e.key, code: e.code, shiftKey: e.shiftKey, bubbles: true, cancelable: true }), { ycAgain: true }))
}
on("keydown", e => {
  if (e.ycAgain || e.isComposing || e.keyCode === 229 || e.repeat || e.ctrlKey || e.altKey || e.metaKey || typing(e.target)) return
  if (e.key.length === 1 && e.key !== " ") {
    e.preventDefault(); e.stopImmediatePropagation()
    held.push(e)
    clearTimeout(timer)
    timer = setTimeout(release, GAP)
  } else if (held.length) {
    const text = held.map(k => k.key).join("")
    if (e.key === "Enter" && held.length >= LEAST) {
      e.preventDefault(); e.stopImmediatePropagation()
      clearTimeout(timer); held = []
      land(text)
    } else if (e.key !== "Shift") release()
  }
}, true)
// Enter after the number goes on to the checks; it never hands anything over.
on("keydown", e => {
  if (e.key !== "Enter" || e.target.id !== "receiver_number" || e.isComposing || e.keyCode === 229) return
  e.preventDefault()
  document.getElementById("checked-document").focus()
}, true)
// Where list and result do not stand side by side, a result is a page of its own.
on("click", e => { if (e.target.closest("#shelf [data-yc-open]") && matchMedia("(max-width: 61.99em)").matches) e.stopImmediatePropagation() }, true)
on("click", e => {
  if (e.target.closest("[data-issue-read]")) readCard()
  if (e.target.closest("[data-issue-sign]")) sign()
})
listen()
