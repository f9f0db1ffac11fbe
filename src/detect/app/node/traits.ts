/** Packages that send pages to browsers: a strict policy for contents would break what the pages load. */
export const PAGES: readonly string[] = [
  ...['ejs', 'pug', 'hbs', 'handlebars', 'express-handlebars', 'nunjucks', 'mustache', 'eta', 'serve-static'],
  ...['@fastify/static', '@fastify/view', 'point-of-view', 'fastify-static', 'vite', 'react-dom', 'swagger-ui-express'],
  ...['@fastify/swagger-ui', '@scalar/express-api-reference', 'redoc-express', 'graphql', 'next', 'nuxt'],
]

/** Packages that take uploads, or pass requests on: bodies have no limit that fits all of them. */
export const LARGE_BODIES: readonly string[] = [
  ...['multer', 'busboy', 'connect-busboy', 'formidable', 'express-fileupload', 'multiparty', '@tus/server'],
  ...['http-proxy', 'http-proxy-middleware', 'express-http-proxy', 'raw-body'],
  ...['@fastify/multipart', 'fastify-multipart', '@fastify/http-proxy', '@fastify/reply-from', '@fastify/busboy'],
]
