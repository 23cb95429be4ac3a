/** True when a version such as `v20.19.4` is at least `[major, minor]`. */
export function isAtLeast(version: string, oldest: readonly [number, number]): boolean;
/** Folder where Lupa keeps what it downloaded, outside node_modules and shared by all clones of one user. */
export function cacheFolder(env?: NodeJS.ProcessEnv): string;
/** Name of the npm package that holds nothing but the Node binary of one platform. */
export function nodeBinaryPackage(platform: string, arch: string): string;
/** Last lines of what npm said that tell why it failed. */
export function npmReason(output: string): string;
/** Runs a file of the repository on the pinned Node and resolves to its exit code. */
export function runOnPinnedNode(file: string, args: readonly string[]): Promise<number>;
