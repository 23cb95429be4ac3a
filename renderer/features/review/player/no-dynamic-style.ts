/** Said before video.js is evaluated: it would write a style element, which the content policy forbids. */
export const noDynamicStyle = true;

Object.assign(window, { VIDEOJS_NO_DYNAMIC_STYLE: noDynamicStyle });
