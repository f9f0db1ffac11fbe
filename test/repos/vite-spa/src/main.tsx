import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { BrowserRouter, Link, Route, Routes } from 'react-router-dom'
import { All, One } from './recipes'

const root = document.getElementById('root')

if (root) {
  createRoot(root).render(
    <StrictMode>
      <BrowserRouter>
        <Link to="/">Recipe box</Link>
        <Routes>
          <Route path="/" element={<All />} />
          <Route path="/recipes/:name" element={<One />} />
          <Route path="*" element={<p>There is no such page.</p>} />
        </Routes>
      </BrowserRouter>
    </StrictMode>,
  )
}
