import {
  BookOpen,
  Check,
  CirclePause,
  CircleHelp,
  Clapperboard,
  Eye,
  EyeOff,
  Flag,
  FolderInput,
  Gavel,
  Keyboard,
  Languages,
  LayoutGrid,
  MapPin,
  type LucideIcon,
  Navigation,
  NotebookPen,
  Play,
  Redo2,
  RefreshCw,
  Settings,
  SkipForward,
  TriangleAlert,
  Undo2,
  Volume2,
  X,
} from 'lucide-react';
import { type CommandGroup, type CommandId, commandIds, commands } from './registry.ts';

const ofGroup: Readonly<Record<CommandGroup, LucideIcon>> = {
  decide: Gavel,
  correct: NotebookPen,
  evidence: MapPin,
  policy: BookOpen,
  player: Clapperboard,
  look: Eye,
  move: Navigation,
  app: LayoutGrid,
};

const ofCommand: Partial<Readonly<Record<CommandId, LucideIcon>>> = {
  'decision.accept': Check,
  'decision.reject': X,
  'decision.escalate': TriangleAlert,
  'decision.flag': Flag,
  'decision.skip': SkipForward,
  'decision.undo': Undo2,
  'decision.redo': Redo2,
  'policy.language': Languages,
  'player.playPause': Play,
  'player.mute': Volume2,
  'shield.blank': EyeOff,
  'go.keymap': Keyboard,
  'help.shortcuts': CircleHelp,
  'app.settings': Settings,
  'app.language': Languages,
  'app.syncNow': RefreshCw,
  'app.syncPause': CirclePause,
  'app.export': FolderInput,
};

/** The picture of every command: its own, or its group's. */
export const commandIcons = Object.fromEntries(
  commandIds.map((id) => [id, ofCommand[id] ?? ofGroup[commands[id].group]]),
) as Readonly<Record<CommandId, LucideIcon>>;
