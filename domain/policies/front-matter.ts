/** A policy text without the block of settings that publishing tools put before it, and the title that block gives. */
export interface PolicyBody {
  /** Null when there is no such block, or it names no title. */
  readonly title: string | null;
  readonly markdown: string;
}

const FRONT_MATTER = /^\uFEFF?(---|\+\+\+)[ \t]*\r?\n([\s\S]*?)\r?\n\1[ \t]*(?:\r?\n|$)/;
const TITLE = /^title[ \t]*[:=](.+)$/m;
const QUOTED = /^(["'])(.*)\1$/;
// A text may begin with a line across the page; settings begin with a name.
const SETTING = /^[\w-]+[ \t]*[:=]/;

/** Whether the first line that is neither empty nor a comment names a setting. */
function beginsWithSetting(block: string): boolean {
  const first = block.split('\n').find((line) => line.trim() !== '' && !line.trimStart().startsWith('#'));
  return first !== undefined && SETTING.test(first.trimStart());
}

/** Takes off YAML (`---`) or TOML (`+++`) front matter. The stored text and its hash stay as they came; this is for the eye. */
export function policyBody(markdown: string): PolicyBody {
  const block = FRONT_MATTER.exec(markdown);
  const settings = block?.[2];
  if (block === null || settings === undefined || !beginsWithSetting(settings)) return { title: null, markdown };
  const title = TITLE.exec(settings)?.[1]?.trim();
  return { title: title?.replace(QUOTED, '$2') ?? null, markdown: markdown.slice(block[0].length) };
}
