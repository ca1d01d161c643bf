import { z } from 'zod';
import { roles } from '../model/access.ts';
import { Instant, PageQuery } from './common.ts';
import { Email, Password } from './people.ts';

const Name = z.string().trim().min(1).max(100);
/** An empty text is no team. */
const Team = z
  .string()
  .trim()
  .max(100)
  .nullable()
  .transform((team) => team || null);

/** A person as those see them who look after the installation. */
export const AdminPerson = z
  .object({
    id: z.string(),
    name: z.string(),
    email: z.string(),
    role: z.enum(roles),
    team: z.string().nullable(),
    createdAt: Instant,
    /** `null`: not deactivated. */
    deactivatedAt: Instant.nullable(),
    /** By a browser that is signed in still. */
    lastSeenAt: Instant.nullable(),
    hasPassword: z.boolean(),
    hasSingleSignOn: z.boolean(),
    /** Until when the link lasts that they were given and have not used. */
    linkExpiresAt: Instant.nullable(),
  })
  .meta({ id: 'AdminPerson' });
export type AdminPerson = z.infer<typeof AdminPerson>;

export const AdminPeopleQuery = PageQuery.extend({
  /** In a name, an address or a team. */
  q: z.string().trim().max(100).default(''),
  state: z.enum(['all', 'active', 'deactivated']).default('all'),
  role: z.enum(roles).optional(),
});
export const AdminPersonList = z
  .object({ items: z.array(AdminPerson), nextCursor: z.string().nullable() })
  .meta({ id: 'AdminPersonList' });
export type AdminPersonList = z.infer<typeof AdminPersonList>;

export const NewPersonRequest = z.object({
  name: Name,
  email: Email,
  role: z.enum(roles).default('member'),
  team: Team.default(null),
});
export type NewPersonRequest = z.input<typeof NewPersonRequest>;

export const PersonPatch = z
  .object({ name: Name, role: z.enum(roles), team: Team, active: z.boolean() })
  .partial();
export type PersonPatch = z.input<typeof PersonPatch>;

/** Told once: where the person chooses a password. Only a digest of the code is kept. */
export const PasswordLink = z
  .object({
    person: AdminPerson,
    /** Of the web app, code and all: to be put behind the address that people use. */
    path: z.string(),
    expiresAt: Instant,
  })
  .meta({ id: 'PasswordLink' });
export type PasswordLink = z.infer<typeof PasswordLink>;

/** In the body, not in the address: addresses are logged. */
export const LinkCode = z.object({ code: z.string().min(1).max(100) });
export const LinkPerson = z.object({ name: z.string(), email: z.string() });
export type LinkPerson = z.infer<typeof LinkPerson>;
export const LinkUse = LinkCode.extend({ password: Password });
export type LinkUse = z.infer<typeof LinkUse>;
