declare global {
  interface Window {
    VIDEOJS_NO_DYNAMIC_STYLE?: boolean;
  }
}

// Must be evaluated before video.js is: it would write a <style> element, which the content policy forbids.
window.VIDEOJS_NO_DYNAMIC_STYLE = true;

export {};
