// The window's own keys and devices: card reader, camera, rating device and slip printer through the local bridge
// (docs/bridge.md), digits while the search box is empty. Works without any of them.
const bench = document.getElementById("counter"), BRIDGE = bench.dataset.ycBridge
const on = (name, f, o) => document.addEventListener(name, f, o)
const tell = text => { const line = document.getElementById("yc-refusal"); if (line) line.textContent = text }
const typing = e => e?.matches?.("textarea,select,input:not([type=radio],[type=checkbox],[type=button],[type=submit],[type=file])")
const shown = e => e && e.getClientRects().length > 0

// --- the bridge
async function ask(path, body) {
  const answer = await fetch(BRIDGE + path, { method: "POST", mode: "cors", credentials: "omit", body: body === undefined ? undefined : JSON.stringify(body) })
  if (!answer.ok) throw Object.assign(new Error("bridge"), { said: (await answer.json().catch(() => ({}))).text })
  return answer
}
const ABSENT = { card: "没接上读卡器。直接输入证件号码也行", camera: "没接上高拍仪。可以选文件", slip: "没接上小票机，已改成普通打印" }

function give(card) {
  const form = document.getElementById("card")
  if (!form || !card?.number) return
  for (const name of ["number", "name", "address", "document"]) form.elements[name].value = card[name] || ""
  form.elements.matched.value = card.matched ? "1" : ""
  form.elements.source.value = "card"
  form.requestSubmit()
}
async function readCard() {
  try { give(await (await ask("/v1/card")).json()) } catch (e) {
    tell(e.said || ABSENT.card)
    document.getElementById("number")?.focus()
  }
}
async function photograph(form) {
  try {
    const picture = await (await ask("/v1/camera")).blob(), box = form.querySelector("[type=file]"), files = new DataTransfer()
    files.items.add(new File([picture], `拍照.${picture.type.split("/")[1]}`, { type: picture.type }))
    box.files = files.files
    form.requestSubmit()
  } catch (e) { tell(e.said || ABSENT.camera); form.querySelector("[type=file]").click() }
}
async function light(card) {
  const says = card.querySelector("[data-yc-rate-says]"), url = card.dataset.ycRateUrl
  try {
    waiting = { case: card.dataset.ycRate, url, says }
    await ask("/v1/rating", { case: card.dataset.ycRate, title: card.dataset.ycRateWords })
    if (waiting?.says === says) says.textContent = "评价器亮了，等申请人评价"
  } catch { waiting = undefined }
}
let waiting
async function rated(it) {
  if (!waiting || it.case !== waiting.case || !it.grade) return
  const token = document.querySelector("[name=csrfmiddlewaretoken]")?.value || "", mine = waiting
  waiting = undefined
  const answer = await fetch(mine.url, { method: "POST", headers: { "X-CSRFToken": token }, body: new URLSearchParams({ grade: it.grade }) })
  if (mine.says.isConnected) mine.says.textContent = answer.ok ? "已评价，谢谢" : "评价没有存上"
}
function listen() {
  if (!BRIDGE || typeof EventSource === "undefined") return
  let tries = 0
  const open = () => {
    const events = new EventSource(BRIDGE + "/v1/events")
    events.onopen = () => { tries = 0; document.documentElement.dataset.ycBridgeUp = "" }
    events.addEventListener("card", e => give(JSON.parse(e.data)))
    events.addEventListener("scan", e => land(JSON.parse(e.data).text))
    events.addEventListener("rated", e => rated(JSON.parse(e.data)))
    events.onerror = () => {
      delete document.documentElement.dataset.ycBridgeUp
      events.close()
      if (++tries < 40) setTimeout(open, Math.min(30000, 1000 * 2 ** Math.min(tries, 5)))
    }
  }
  open()
}

// A code that the bridge's scanner read; one that types is caught by ground's scan.js, for the same box.
function land(text) {
  const form = document.getElementById("card")
  if (!form) return
  form.elements.number.value = text.trim()
  form.requestSubmit()
}

// The code of a list, typed by a scanner into whatever box has the focus: it is taken out again and lands where it belongs.
const LIST = /https?:\/\/\S+\/items\/[\w.-]+\/(list|notice|questions)\/?(\?\S*)?$/
on("keydown", e => {
  if (e.key !== "Enter" || !typing(e.target)) return
  const text = e.target.value.normalize("NFKC"), code = text.match(LIST)
  if (!code) return
  e.preventDefault(); e.stopImmediatePropagation()
  e.target.value = text.slice(0, code.index)
  land(code[0])
}, true)

// --- digits take the person's own cases while the search box is empty
on("keydown", e => {
  if (e.target.id !== "q" || e.target.value || e.isComposing || e.keyCode === 229) return
  const job = /^[1-8]$/.test(e.key.normalize("NFKC")) && document.querySelector(`[data-yc-job="${e.key.normalize("NFKC")}"]`)
  if (job) { e.preventDefault(); e.stopImmediatePropagation(); job.click() }
}, true)

on("click", e => {
  if (e.target.closest("[data-yc-card]")) readCard()
  const photo = e.target.closest("[data-yc-photo]"), slip = e.target.closest("[data-yc-slip]")
  if (photo) {
    const form = photo.form
    if (!form.querySelector("[type=file]").files.length) { e.preventDefault(); photograph(form) }
  }
  if (slip && "ycBridgeUp" in document.documentElement.dataset) {
    e.preventDefault(); e.stopImmediatePropagation()
    fetch(slip.dataset.ycSlip).then(a => a.text()).then(html => ask("/v1/slip", { html })).catch(() => tell(ABSENT.slip))
  }
}, true)
on("change", e => { if (e.target.matches(".counter-file") && e.target.files.length) e.target.form.requestSubmit() })
on("htmx:after:swap", () => {
  const card = document.querySelector("[data-yc-rate]")
  if (shown(card)) { light(card); card.removeAttribute("data-yc-rate") }
})
listen()
