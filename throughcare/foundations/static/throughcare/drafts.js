// Keeps a draft two seconds after the last key or choice. The page works without it: the buttons keep a draft too.

const PAUSE = 2000

function start(form) {
  const line = document.querySelector("[data-saved-line]")
  const status = line.querySelector("[data-saved-status]")
  const words = line.querySelector("[data-saved-words]")
  const more = line.querySelector("[data-saved-more]")
  let waiting = null
  let sending = false
  let again = false

  function say(text, kept) {
    status.hidden = false
    status.classList.toggle("tc-status--met", kept)
    status.classList.toggle("tc-status--overdue", !kept)
    status.querySelector("svg").toggleAttribute("hidden", !kept)
    more?.toggleAttribute("hidden", !kept)
    if (words.textContent !== text) words.textContent = text
  }

  async function keep() {
    clearTimeout(waiting)
    waiting = null
    if (sending) {
      again = true
      return
    }
    sending = true
    const answers = new URLSearchParams(new FormData(form))
    answers.append("_page", form.dataset.draftPage)
    try {
      const answer = await fetch(form.dataset.draftUrl, {
        method: "POST", body: answers, credentials: "same-origin", redirect: "manual", keepalive: true,
      })
      if (answer.ok) {
        const { saved } = await answer.json()
        if (saved) say(saved, true)
      } else if (answer.type === "opaqueredirect" || answer.status === 403 || answer.status === 401) {
        say(line.dataset.signedOut, false)
      } else {
        say(line.dataset.notSaved, false)
      }
    } catch {
      say(line.dataset.notSaved, false)
    }
    sending = false
    if (again) {
      again = false
      later()
    }
  }

  function later() {
    clearTimeout(waiting)
    waiting = setTimeout(keep, PAUSE)
  }

  form.addEventListener("input", later)
  form.addEventListener("submit", () => {
    clearTimeout(waiting)
    waiting = null
  })
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden" && waiting !== null) keep()
  })
}

for (const form of document.querySelectorAll("form[data-draft-url]")) start(form)
