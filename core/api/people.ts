import { z } from 'zod';
import { roles } from '../model/access.ts';
import { Instant, PageQuery } from './common.ts';
import { SessionShort } from './sessions.ts';
import { Speaks } from './topics.ts';

export const Me = z
  .object({
    id: z.string(),
    name: z.string(),
    email: z.string(),
    role: z.enum(roles),
    team: z.string().nullable(),
    /** `false`: signs in with single sign-on alone, or has a link to choose one. */
    hasPassword: z.boolean(),
  })
  .meta({ id: 'Me' });
export type Me = z.infer<typeof Me>;

export const Password = z
  .string()
  .min(12, 'A password has at least 12 characters.')
  .max(200, 'A password has at most 200 characters.');

export const Email = z
  .email('This is no e-mail address.')
  .max(254)
  .transform((email) => email.toLowerCase());

export const SignInRequest = z.object({
  email: z.string().min(1).max(254),
  password: z.string().min(1).max(200),
});
export type SignInRequest = z.infer<typeof SignInRequest>;

export const PasswordChange = z.object({
  /** The one they have now. */
  currentPassword: z.string().min(1).max(200),
  password: Password,
});
export type PasswordChange = z.infer<typeof PasswordChange>;

/** What the first visitor of a fresh installation is asked. */
export const SetupRequest = z.object({
  name: z.string().trim().min(1).max(100),
  email: Email,
  password: Password,
  /** Printed by the start; needed when the visitor is not on the same machine. */
  code: z.string().max(100).optional(),
});
export type SetupRequest = z.infer<typeof SetupRequest>;

/** What the sign-in page has to know before anyone is signed in. */
export const Welcome = z
  .object({
    /** No admin yet: show the set-up page. */
    needsSetup: z.boolean(),
    /** Set-up asks for the code that the start printed. */
    needsSetupCode: z.boolean(),
    /** Single sign-on is configured: link to `/api/auth/sign-in/sso`. */
    singleSignOn: z.boolean(),
  })
  .meta({ id: 'Welcome' });
export type Welcome = z.infer<typeof Welcome>;

/** Why single sign-on led back to `/sign-in?error=<one of these>`; the page puts them into words. */
export const singleSignOnProblems = [
  /** The provider does not answer, or not as one. */
  'sso-unavailable',
  /** Took too long, was started in another browser, or was used already. */
  'sso-expired',
  /** The person, or a rule of the provider, said no. */
  'sso-denied',
  /** What came back is not what a right provider sends. */
  'sso-failed',
  /** The installation has no admin yet. */
  'sso-setup-first',
  'sso-no-email',
  /** Somebody has this address here, and it is not certain that it is the same person. */
  'sso-email-taken',
  'sso-disabled',
] as const;
export type SingleSignOnProblem = (typeof singleSignOnProblems)[number];

export const TokenRequest = z.object({ name: z.string().trim().min(1).max(100) });
export const NewToken = z.object({ id: z.string(), token: z.string() }).meta({ id: 'NewToken' });
export type NewToken = z.infer<typeof NewToken>;
export const Token = z
  .object({ id: z.string(), name: z.string(), createdAt: Instant, lastUsedAt: Instant.nullable() })
  .meta({ id: 'Token' });
export type Token = z.infer<typeof Token>;
export const TokenList = z.object({ items: z.array(Token), nextCursor: z.null() });
export type TokenList = z.infer<typeof TokenList>;

/** `q`: what a name has in it; without it the first ones. */
export const PeopleQuery = z.object({ q: z.string().trim().max(100).default('') });
/** At most twenty. Of a person members know the name. */
export const PersonList = z
  .object({ items: z.array(z.object({ id: z.string(), name: z.string() })) })
  .meta({ id: 'PersonList' });
export type PersonList = z.infer<typeof PersonList>;

const SpokenTopic = z.object({
  slug: z.string(),
  name: z.string(),
  /** How long the person speaks in the sessions about it. */
  seconds: z.number(),
  sessionCount: z.int(),
});

/** Somebody who speaks in sessions that the one who asks may open, and what about: at most five topics. */
export const Speaker = Speaks.extend({ topics: z.array(SpokenTopic) }).meta({ id: 'Speaker' });
export type Speaker = z.infer<typeof Speaker>;
export const SpeakerList = z.object({ items: z.array(Speaker), nextCursor: z.string().nullable() });
export type SpeakerList = z.infer<typeof SpeakerList>;
export const SpeakerQuery = PageQuery.extend({
  /** A part of a name, or of what a topic is called that they speak about. */
  q: z.string().trim().max(100).default(''),
});

export const PersonParams = z.object({ id: z.string().min(1).max(200) });
/** Somebody's page: what they speak about, and a page of the sessions in which they do, newest first. */
export const Person = z
  .object({
    id: z.string(),
    name: z.string(),
    /** Only they see this page. */
    isHidden: z.boolean(),
    seconds: z.number(),
    sessionCount: z.int(),
    topics: z.array(SpokenTopic),
    sessions: z.array(SessionShort),
    /** For more sessions. */
    nextCursor: z.string().nullable(),
  })
  .meta({ id: 'Person' });
export type Person = z.infer<typeof Person>;
export const PersonPatch = z.object({ isHidden: z.boolean() }).strict();
