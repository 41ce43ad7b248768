/* The field page's shell, for when the hall is away. Nothing else is kept: no token, no picture, no answer of the hall. */
const VERSION = '__VERSION__';
const FILES = __FILES__;
const NAME = `field-shell-${VERSION}`;

self.addEventListener('install', (event) => {
  // `reload`: what the browser kept of an older build must not become part of this one.
  event.waitUntil(caches.open(NAME).then((cache) => cache.addAll(FILES.map((file) => new Request(file, { cache: 'reload' })))));
});

self.addEventListener('activate', (event) => {
  const old = (name) => name.startsWith('field-shell-') && name !== NAME;
  event.waitUntil(caches.keys().then((names) => Promise.all(names.filter(old).map((name) => caches.delete(name)))).then(() => self.clients.claim()));
});

// The page asks for it when the person wants the new version, and not before.
self.addEventListener('message', (event) => {
  if (event.data === 'takeOver') self.skipWaiting();
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== self.location.origin) return;
  const isPage = request.mode === 'navigate';
  const file = isPage ? new URL('./', self.location.href).href : url.origin + url.pathname;
  event.respondWith(caches.open(NAME).then((cache) => cache.match(file)).then((kept) => kept ?? fetch(request)));
});
