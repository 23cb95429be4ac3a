import type { Generated } from 'kysely';

/** The hub's tables as Kysely sees them; docs/database-hub.md says what they are for. */
export interface Schema {
  hub_life: { epoch: string; cursor_key: Generated<string> };
  people: { id: string; name: string; role: string; languages: string[]; body: string; created_at: Generated<Date> };
  enrolment_codes: {
    code_hash: string;
    person_id: string;
    created_at: Date;
    expires_at: Date;
    used_at: Date | null;
    device_id: string | null;
  };
  devices: {
    id: string;
    person_id: string;
    name: string;
    app_version: string;
    key_thumbprint: string | null;
    created_at: Date;
    revoked_at: Date | null;
    revoked_by: string | null;
  };
  device_tokens: {
    refresh_hash: string;
    device_id: string;
    access_hash: string;
    epoch: string;
    issued_at: Date;
    access_expires_at: Date;
    refresh_expires_at: Date;
    first_used_at: Date | null;
    rotated_at: Date | null;
    salt: string | null;
    next_hash: string | null;
  };
  identities: { issuer: string; subject: string; person_id: string; created_at: Date };
  import_runs: {
    id: string;
    pack: string;
    state: string;
    report: string;
    started_at: Date;
    finished_at: Date | null;
  };
  records: {
    id: string;
    pack_order: number;
    content_sha256: string;
    raw: string;
    clips: string;
    stage: string;
    surface: string;
    violation_type: string | null;
    language: string | null;
    subject_id: string | null;
    region: string | null;
    team: string | null;
    has_clip: boolean;
    import_id: string;
  };
  objects: { sha256: string; bytes: number; mime: string | null; created_at: Generated<Date> };
  record_clips: { record_id: string; ordinal: number; sha256: string };
  policy_versions: { policy_id: string; version: string; entity: string; body: string; import_id: string };
  batches: {
    id: string;
    name: string;
    mode: string;
    priority: number;
    due_at: Date | null;
    created_at: Date;
    created_by: string;
    source: string;
    body: string;
  };
  qa_requests: {
    id: string;
    asked_by: string;
    filter: string;
    created_at: Date;
    body: string;
  };
  qa_draws: { batch_id: string; request_id: string; body: string; drawn_at: Date };
  drawn_records: { batch_id: string; record_id: string; stratum: string; probability: number };
  items: { id: string; batch_id: string; record_id: string; assignee: string; position: number; round: number };
  item_assignments: { item_id: string; person_id: string; assigned_at: Date };
  results: {
    id: string;
    server_seq: Generated<number>;
    sha256: string;
    body: string;
    type: string;
    kind: string | null;
    item_id: string;
    round: number;
    person_id: string;
    device_id: string;
    device_seq: number;
    supersedes: string | null;
    in_turn: boolean;
    effective: boolean;
    clash: Generated<boolean>;
    received_at: Date;
  };
  effective_verdicts: { id: string; item_id: string; round: number; person_id: string; kind: string };
  alarms: {
    id: Generated<number>;
    at: Date;
    code: string;
    result_id: string | null;
    device_id: string | null;
    detail: string;
    offered: string | null;
  };
  session_events: {
    id: string;
    at: Date;
    person_id: string;
    device_id: string;
    device_seq: number;
    type: string;
    line: string;
    hash: string | null;
    prev: string | null;
    received_at: Date;
  };
  change_log: { seq: number; scope: string; kind: string; entity: string; op: string; removal: string | null };
}
