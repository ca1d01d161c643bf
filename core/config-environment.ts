import { readFileSync } from 'node:fs';
import { Environment, type VariableName, variables } from './config-variables.ts';

/** One line: the variable, what was given (secrets hidden), what is allowed. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly variable: string;
  constructor(variable: string, given: string, allowed: string) {
    super(`${variable} is ${given}; allowed: ${allowed}`);
    this.variable = variable;
  }
}

export type Given = Readonly<Record<string, string | undefined>>;

/** The checked variables, secrets read from the files of `<NAME>_FILE`. Throws ConfigError. */
export function readEnvironment(env: Given): Environment {
  const given = withSecretFiles(env);
  const parsed = Environment.safeParse(given);
  if (!parsed.success) throw errorFor(String(parsed.error.issues[0]?.path[0]), given);
  checkTogether(parsed.data, given);
  return parsed.data;
}

/** Whether OpenAI, or a server that speaks its API, is configured. */
export function hasOpenai(env: Environment): boolean {
  return env.OPENAI_API_KEY !== undefined || env.OPENAI_BASE_URL !== undefined;
}

/** A server of one's own has no model we could guess; many only transcribe. */
export function tagModel(env: Environment): string | undefined {
  return env.TAG_MODEL ?? (env.OPENAI_BASE_URL === undefined ? 'gpt-4o-mini' : undefined);
}

function errorFor(name: string, given: Given): ConfigError {
  const variable = variables.find((one) => one.name === name);
  return new ConfigError(name, shown(given[name], variable?.secret), variable?.allowed ?? 'another value');
}

function shown(value: string | undefined, isSecret: boolean | undefined): string {
  if (value === undefined) return 'not set';
  if (isSecret) return 'set to something else (not shown)';
  return JSON.stringify(value.length > 200 ? `${value.slice(0, 200)}…` : value);
}

/** The known variables alone, without empty ones, secrets read from their files. */
function withSecretFiles(env: Given): Given {
  const given: Record<string, string> = {};
  for (const { name, secret } of variables) {
    const direct = env[name] || undefined;
    const path = secret ? env[`${name}_FILE`] || undefined : undefined;
    if (direct !== undefined && path !== undefined) {
      throw new ConfigError(`${name}_FILE`, JSON.stringify(path), `either ${name} or ${name}_FILE, not both`);
    }
    const value = path === undefined ? direct : readSecret(`${name}_FILE`, path);
    if (value !== undefined) given[name] = value;
  }
  return given;
}

function readSecret(variable: string, path: string): string {
  let secret: string;
  try {
    secret = readFileSync(path, 'utf8').trim();
  } catch {
    throw new ConfigError(variable, JSON.stringify(path), 'the path of a file that can be read');
  }
  if (secret === '') throw new ConfigError(variable, JSON.stringify(path), 'a file that is not empty');
  return secret;
}

/** Settings that mean nothing, or something else than was meant, without another one. */
function checkTogether(env: Environment, given: Given): void {
  const needs = (name: VariableName, isMet: boolean): void => {
    if (given[name] !== undefined && !isMet) throw errorFor(name, given);
  };
  const has = (name: VariableName): boolean => env[name] !== undefined;
  needs('MEILI_KEY', has('MEILI_URL'));
  needs('S3_ENDPOINT', has('S3_BUCKET'));
  needs('S3_ACCESS_KEY_ID', has('S3_BUCKET') && has('S3_SECRET_ACCESS_KEY'));
  needs('S3_SECRET_ACCESS_KEY', has('S3_BUCKET') && has('S3_ACCESS_KEY_ID'));
  needs('ADMIN_EMAIL', has('ADMIN_PASSWORD'));
  needs('ADMIN_PASSWORD', has('ADMIN_EMAIL'));
  needs('OIDC_ISSUER', has('OIDC_CLIENT_ID'));
  needs('OIDC_CLIENT_ID', has('OIDC_ISSUER'));
  needs('OIDC_CLIENT_SECRET', has('OIDC_ISSUER'));
  needs('ROLE', env.ROLE === 'all' || has('DATABASE_URL'));
  needs('TRANSCRIBER', env.TRANSCRIBER !== 'openai' || hasOpenai(env));
  needs('EMBED_MODEL', hasOpenai(env));
  needs('EMBED_DIMENSIONS', has('EMBED_MODEL'));
  needs('TAGGER', env.TAGGER !== 'openai' || (hasOpenai(env) && tagModel(env) !== undefined));
}
