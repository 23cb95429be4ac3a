/** What the page can be told to do. Palette, menus, buttons, tooltips, cheat sheet and docs/keyboard.md are all made of this list. */
export interface CommandRow {
  readonly group: CommandGroup;
  /** Holding the key goes on (seeking, volume). Everything else happens once per press. */
  readonly repeats?: true;
  /** Leaves a verdict, or takes one back: never by a repeated key, never while another is being saved. */
  readonly decides?: true;
  /** What it did can be taken back by the undo key. */
  readonly undoable?: true;
}

export const commandGroups = ['decide', 'correct', 'policy', 'player', 'evidence', 'look', 'move', 'app'] as const;
export type CommandGroup = (typeof commandGroups)[number];

const rows = {
  'decision.accept': { group: 'decide', decides: true, undoable: true },
  'decision.reject': { group: 'decide' },
  'decision.wrongAction': { group: 'decide' },
  'decision.wrongViolationType': { group: 'decide' },
  'decision.insufficientEvidence': { group: 'decide' },
  'decision.policyGap': { group: 'decide' },
  'decision.escalate': { group: 'decide' },
  'label.choose.1': { group: 'decide' },
  'label.choose.2': { group: 'decide' },
  'label.choose.3': { group: 'decide' },
  'label.choose.4': { group: 'decide' },
  'label.choose.5': { group: 'decide' },
  'label.choose.6': { group: 'decide' },
  'label.choose.7': { group: 'decide' },
  'label.choose.8': { group: 'decide' },
  'label.choose.9': { group: 'decide' },
  'label.choose.10': { group: 'decide' },
  'severity.set.1': { group: 'decide' },
  'severity.set.2': { group: 'decide' },
  'severity.set.3': { group: 'decide' },
  'severity.set.4': { group: 'decide' },
  'severity.set.5': { group: 'decide' },
  'errorClass.next': { group: 'decide' },
  'rootCause.next': { group: 'decide' },
  'scorecard.open': { group: 'decide' },
  'decision.flag': { group: 'decide' },
  'decision.submit': { group: 'decide', decides: true, undoable: true },
  'decision.submitFromField': { group: 'decide', decides: true, undoable: true },
  'decision.skip': { group: 'decide', decides: true },
  'note.focus': { group: 'correct' },
  'decision.leave': { group: 'correct' },
  'decision.undo': { group: 'correct', decides: true, undoable: true },
  'decision.redo': { group: 'correct', decides: true },
  'verdicts.recent': { group: 'correct' },
  'history.focus': { group: 'correct' },
  'history.together': { group: 'correct' },
  'review.back': { group: 'correct' },
  'policy.open': { group: 'policy' },
  'policy.cite': { group: 'policy' },
  'policy.compareVersions': { group: 'policy' },
  'policy.language': { group: 'policy' },
  'view.dualLanguage': { group: 'policy' },
  'player.playPause': { group: 'player' },
  'player.holdToStep': { group: 'player' },
  'player.back10': { group: 'player', repeats: true },
  'player.fwd10': { group: 'player', repeats: true },
  'player.back2': { group: 'player', repeats: true },
  'player.fwd2': { group: 'player', repeats: true },
  'player.framePrev': { group: 'player', repeats: true },
  'player.frameNext': { group: 'player', repeats: true },
  'player.framePrev10': { group: 'player', repeats: true },
  'player.frameNext10': { group: 'player', repeats: true },
  'player.slower': { group: 'player' },
  'player.faster': { group: 'player' },
  'player.preferredSpeed': { group: 'player' },
  'player.replay': { group: 'player' },
  'player.start': { group: 'player' },
  'player.end': { group: 'player' },
  'player.mute': { group: 'player' },
  'player.volumeUp': { group: 'player', repeats: true },
  'player.volumeDown': { group: 'player', repeats: true },
  'player.captions': { group: 'player' },
  'clip.next': { group: 'player' },
  'clip.previous': { group: 'player' },
  'evidence.point': { group: 'evidence' },
  'evidence.in': { group: 'evidence' },
  'evidence.out': { group: 'evidence' },
  'evidence.loop': { group: 'evidence' },
  'evidence.previous': { group: 'evidence' },
  'evidence.next': { group: 'evidence' },
  'evidence.note': { group: 'evidence' },
  'evidence.remove': { group: 'evidence' },
  'evidence.restore': { group: 'evidence' },
  'shield.cycle': { group: 'look' },
  'shield.reveal': { group: 'look' },
  'shield.grey': { group: 'look' },
  'shield.blur': { group: 'look' },
  'shield.pixelate': { group: 'look' },
  'shield.small': { group: 'look' },
  'look.theme': { group: 'look' },
  'look.motion': { group: 'look' },
  'shield.blank': { group: 'look' },
  'queue.next': { group: 'move' },
  'queue.prev': { group: 'move' },
  'queue.start': { group: 'move' },
  'queue.list': { group: 'move' },
  'list.open': { group: 'move' },
  'list.choose': { group: 'move' },
  'go.queue': { group: 'move' },
  'go.review': { group: 'move' },
  'go.policies': { group: 'move' },
  'go.care': { group: 'move' },
  'go.sessions': { group: 'move' },
  'go.devices': { group: 'move' },
  'go.keymap': { group: 'move' },
  'app.nextPane': { group: 'move' },
  'app.prevPane': { group: 'move' },
  'help.shortcuts': { group: 'app' },
  'app.palette': { group: 'app' },
  'app.find': { group: 'app' },
  'app.settings': { group: 'app' },
  'app.language': { group: 'app' },
  'app.syncNow': { group: 'app' },
  'app.syncPause': { group: 'app' },
  'app.export': { group: 'app' },
  'care.later': { group: 'app' },
  'care.passCap': { group: 'app' },
  'care.endShift': { group: 'app' },
  'care.practice': { group: 'app' },
  'app.break': { group: 'app' },
  'app.lock': { group: 'app' },
  'app.passphrase': { group: 'app' },
  'app.nextIssue': { group: 'app' },
  'app.fullscreen': { group: 'app' },
  'app.zoomIn': { group: 'app' },
  'app.zoomOut': { group: 'app' },
  'app.zoomReset': { group: 'app' },
  'app.signOut': { group: 'app' },
  'app.quit': { group: 'app' },
} as const satisfies Record<string, CommandRow>;

export type CommandId = keyof typeof rows;

export const commands: Readonly<Record<CommandId, CommandRow>> = rows;
export const commandIds = Object.keys(rows) as readonly CommandId[];

/** Whether a text (from the keymap file) names a command. */
export function isCommandId(text: string): text is CommandId {
  return Object.hasOwn(rows, text);
}

/** Commands that differ by a number only share their words. */
export type CommandFamily = 'label.choose' | 'severity.set';

/** The numbered family that a command belongs to, and its number; null for all others. */
export function familyOf(id: CommandId): { readonly name: CommandFamily; readonly number: number } | null {
  const parts = /^(label\.choose|severity\.set)\.(\d+)$/.exec(id);
  return parts === null ? null : { name: parts[1] as CommandFamily, number: Number(parts[2]) };
}
