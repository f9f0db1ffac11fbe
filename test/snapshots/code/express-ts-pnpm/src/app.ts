import express, { type Express } from 'express';
import * as prodReady from './prod-ready.js';

export function createApp(): Express {
  const shelves = new Map<string, string[]>();
  const app = express();
  prodReady.harden(app);
  app.use(express.json());

  app.get('/health', (_request, response) => {
    response.json({ status: 'ok' });
  });

  app.get('/shelves/:name', (request, response) => {
    response.json(shelves.get(request.params.name) ?? []);
  });

  app.post('/shelves/:name', (request, response) => {
    const url: unknown = request.body?.url;
    if (typeof url !== 'string' || !URL.canParse(url)) {
      response.status(422).json({ error: 'url is missing or is no URL' });
      return;
    }
    const { name } = request.params;
    shelves.set(name, [...(shelves.get(name) ?? []), url]);
    response.status(201).end();
  });

  return app;
}
