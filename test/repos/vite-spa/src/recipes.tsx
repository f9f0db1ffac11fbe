import { Link, useParams } from 'react-router-dom'

const recipes: Readonly<Record<string, string>> = {
  porridge: 'Oats, water, salt, patience.',
  toast: 'Bread, heat.',
}

const api = import.meta.env.VITE_API_URL ?? '/api'

export function All() {
  return (
    <ul>
      {Object.keys(recipes).map(name => (
        <li key={name}>
          <Link to={`/recipes/${name}`}>{name}</Link>
        </li>
      ))}
    </ul>
  )
}

export function One() {
  const { name = '' } = useParams()
  return (
    <article>
      <p>{recipes[name] ?? 'Nobody has written this one down yet.'}</p>
      <a href={`${api}/recipes/${encodeURIComponent(name)}`}>as JSON</a>
    </article>
  )
}
