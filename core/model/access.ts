/** Each role may do all that the ones before it may. */
export const roles = ['member', 'champion', 'curator', 'admin'] as const;
export type Role = (typeof roles)[number];

export const visibilities = ['organisation', 'team', 'private'] as const;
/** `organisation`: every member. `team`: the owner and the owner's team. `private`: the owner alone. */
export type Visibility = (typeof visibilities)[number];

/** Who asks. What a reader may open follows from these fields and nothing else. */
export interface Reader {
  readonly id: string;
  readonly role: Role;
  /** `null`: belongs to no team, sees no team's sessions but their own. */
  readonly team: string | null;
}

/** Who a session is for, as stored with it. */
export interface Audience {
  readonly visibility: Visibility;
  readonly ownerId: string;
  readonly team: string | null;
}

/** Whether `role` includes all that `needed` may do. */
export function hasRole(role: Role, needed: Role): boolean {
  return roles.indexOf(role) >= roles.indexOf(needed);
}

/**
 * Whether the reader may open a session. Roles do not widen this: a private session is its owner's alone.
 * `drizzle/queries/visibility.ts` says the same in SQL; a test holds the two together.
 */
export function canOpen(reader: Reader, audience: Audience): boolean {
  if (audience.ownerId === reader.id) return true;
  if (audience.visibility === 'organisation') return true;
  return audience.visibility === 'team' && audience.team !== null && audience.team === reader.team;
}

/** Whether the reader may change a session they can open: its owner, and every curator. */
export function canEdit(reader: Reader, audience: Audience): boolean {
  return audience.ownerId === reader.id || (canOpen(reader, audience) && hasRole(reader.role, 'curator'));
}

/** Whether the reader may delete for ever what is in the bin: what is theirs, and for admins what they can open. */
export function canDestroy(reader: Reader, audience: Audience): boolean {
  return audience.ownerId === reader.id || (canOpen(reader, audience) && hasRole(reader.role, 'admin'));
}
