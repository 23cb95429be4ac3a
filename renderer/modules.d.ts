declare module '*.module.css' {
  const classes: Readonly<Record<string, string>>;
  export default classes;
}
declare module '*.css' {}
declare module 'video.js/core.es.js' {
  export { default } from 'video.js';
}
declare module '*?raw' {
  const text: string;
  export default text;
}
declare module '*.mp4' {
  const url: string;
  export default url;
}
interface ImportMeta {
  /** Vite's: the files that match, by path. */
  glob<Value>(
    pattern: string,
    options: { readonly query: '?raw'; readonly import: 'default'; readonly eager: true },
  ): Readonly<Record<string, Value>>;
}
