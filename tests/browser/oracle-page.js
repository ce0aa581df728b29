// Runs in every document of the oracle before anything of the document itself. Reports whatever
// looks like script, pokes every element, and reports again. Plain script, no module: the oracle
// hands it to Chromium as text.

(() => {
  const report = (kind, detail) => window.oracleReport(kind, String(detail).slice(0, 200));

  for (const name of ['alert', 'prompt', 'confirm', 'print']) {
    window[name] = (said) => report('dialog', `${name}(${said})`);
  }
  // The policy of these documents only reports, so that nothing is held back: an inline script, a
  // handler or a javascript: address that is about to run is told here, whatever it does.
  document.addEventListener('securitypolicyviolation', (event) => {
    if (event.effectiveDirective?.startsWith('script-src')) {
      report(event.effectiveDirective, `${event.blockedURI} ${event.sample}`);
    }
  });

  const EVENTS = [
    'load', 'error', 'mouseover', 'mouseenter', 'mousemove', 'mousedown', 'mouseup', 'mouseout', 'wheel',
    'pointerover', 'pointerenter', 'pointerdown', 'pointerup', 'pointermove', 'pointerrawupdate', 'touchstart',
    'touchend', 'focus', 'focusin', 'blur', 'focusout', 'click', 'dblclick', 'auxclick', 'contextmenu', 'keydown',
    'keypress', 'keyup', 'input', 'beforeinput', 'change', 'select', 'submit', 'reset', 'invalid', 'search',
    'toggle', 'beforetoggle', 'cancel', 'close', 'copy', 'cut', 'paste', 'beforecopy', 'beforecut', 'beforepaste',
    'drag', 'dragstart', 'dragenter', 'dragover', 'dragleave', 'dragend', 'drop', 'scroll', 'scrollend', 'resize',
    'animationstart', 'animationiteration', 'animationend', 'animationcancel', 'transitionstart', 'transitionrun',
    'transitionend', 'transitioncancel', 'webkitanimationstart', 'webkitanimationend', 'webkittransitionend',
    'play', 'playing', 'pause', 'canplay', 'canplaythrough', 'loadeddata', 'loadedmetadata', 'loadstart',
    'progress', 'timeupdate', 'volumechange', 'durationchange', 'ended', 'seeked', 'seeking', 'stalled', 'suspend',
    'waiting', 'ratechange', 'emptied', 'encrypted', 'cuechange', 'abort', 'hashchange', 'popstate', 'pageshow',
    'pagehide', 'message', 'storage', 'online', 'offline', 'beforeprint', 'afterprint', 'beforeunload', 'unload',
    'begin', 'end', 'repeat', 'fullscreenchange', 'slotchange', 'formdata', 'selectstart', 'selectionchange',
    'gotpointercapture', 'lostpointercapture', 'mouseleave', 'mousewheel', 'contextlost', 'unhandledrejection',
    'beforematch', 'securitypolicyviolation', 'show', 'start', 'finish', 'bounce', 'scrollsnapchange',
    'scrollsnapchanging', 'contentvisibilityautostatechange',
  ];
  const SCRIPT_ADDRESS = /^(javascript|vbscript|livescript|mocha):/i;
  const ACTIVE_DATA = /^data:(?!image\/(png|jpe?g|gif|webp|avif)[;,])/i;

  // As the browser reads an address: without control characters and spaces around and within.
  const address = (value) => value.replace(/[\u0000-\u0020\u007f-\u009f]+/g, '');

  /** What stands in the document that could run, even if nothing here has made it run. */
  function standing(root) {
    for (const element of root.querySelectorAll('*')) {
      const name = element.localName;
      if (name === 'script' || name === 'object' || name === 'embed' || name === 'applet' || name === 'base') {
        report('element', name);
      }
      for (const { name: attribute, value } of element.attributes) {
        if (/^on/i.test(attribute)) report('handler', `${name} ${attribute}=${value}`);
        if (attribute === 'srcdoc') report('srcdoc', value);
        const clean = address(value);
        const leads = /^(href|.*:href|src|action|formaction|data|from|to|values|poster|background)$/i;
        if (leads.test(attribute)) {
          if (SCRIPT_ADDRESS.test(clean)) report('address', `${name} ${attribute}=${value}`);
          if (ACTIVE_DATA.test(clean) && name !== 'image') report('data-address', `${name} ${attribute}=${value}`);
        }
        if (name === 'meta' && attribute === 'http-equiv') report('element', `meta ${value}`);
      }
    }
  }

  function poke(root) {
    // Links to elsewhere would end the document before the rest is tried.
    const stay = (event) => {
      const link = event.target.closest?.('a, area');
      const href = link?.getAttribute('href') ?? link?.getAttribute('xlink:href') ?? '';
      if (!SCRIPT_ADDRESS.test(address(href))) event.preventDefault();
    };
    window.addEventListener('click', stay, true);
    window.addEventListener('submit', stay, true);
    const targets = [...root.querySelectorAll('*'), document.body, document, window].filter(Boolean);
    for (const target of targets) {
      for (const name of EVENTS) {
        try {
          target.dispatchEvent(new Event(name, { bubbles: false, cancelable: true }));
        } catch {
          // A handler that throws has run, and been reported.
        }
      }
      try {
        target.focus?.();
        if (target.localName !== 'form') target.click?.();
        if (target.localName === 'details') target.open = true;
      } catch {
        // As above.
      }
    }
  }

  const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

  // Once: the events fired below include this one.
  const whenLoaded = async () => {
    if (!window.name.startsWith('case-')) return;
    try {
      const root = document.documentElement;
      standing(root);
      poke(root);
      // Once written out and read in again, as editors and scripts do: what mutates shows itself.
      const holder = document.getElementById('oracle-holder');
      if (holder) {
        const again = holder.innerHTML;
        holder.innerHTML = again;
        standing(root);
        poke(root);
      }
      await pause(150);
    } finally {
      window.oracleReport('done', '');
    }
  };
  window.addEventListener('load', whenLoaded, { once: true });
})();
