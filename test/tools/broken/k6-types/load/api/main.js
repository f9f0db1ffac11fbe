import http from 'k6/http'

export default function () {
  http.gett('http://127.0.0.1/')
}
