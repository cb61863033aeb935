// Starts the vendored components. Every page works without this file.
import { initAll } from "./vendor/nhsuk-frontend/nhsuk-frontend.min.js"

document.body.classList.add("js-enabled", "nhsuk-frontend-supported")
initAll()

// Leaves a page for the person themselves, and leaves nothing of it to the browser's back button.
for (const link of document.querySelectorAll("[data-leave-quickly]")) {
  link.addEventListener("click", (event) => {
    event.preventDefault()
    window.location.replace(link.href)
  })
}
