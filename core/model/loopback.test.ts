import { expect, test } from 'vitest';
import { isLoopbackUrl } from './loopback.ts';

test.each(['http://localhost:9000', 'http://127.0.0.1/realms/a', 'http://127.1', 'https://[::1]:8443'])(
  '%s is this machine',
  (url) => expect(isLoopbackUrl(new URL(url))).toBe(true),
);

test.each([
  'http://keycloak:8080',
  'http://127.0.0.1.example.org',
  'http://localhost.example.org',
  'http://localhost@example.org',
  'http://10.0.0.1',
])('%s is elsewhere', (url) => expect(isLoopbackUrl(new URL(url))).toBe(false));
