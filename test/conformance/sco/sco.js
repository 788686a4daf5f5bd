/*
 * A content object that does what it is told: asks the runner (`window.conformanceRunner`) for the calls of this visit,
 * makes them on the API it found, and reports what came back. How this page behaves beyond that stands in `behaviour`:
 *   api            false: an asset, which looks for no API
 *   terminate      'now', 'unload' or 'never'
 *   unloadRequest  what it asks for while it is taken away
 */
(function () {
  'use strict';
  var behaviour = window.behaviour;
  var api = null;
  var results = [];
  var terminated = false;
  var gone = false;

  function tell(message) {
    return window.conformanceRunner(message);
  }

  /** Up through the parents, as far as there are any (RTE 3.3). */
  function searchFrom(start) {
    var hops = 0;
    for (var here = start; here && hops < 500; here = here.parent, hops += 1) {
      if (here.API_1484_11) return here.API_1484_11;
      if (here.parent === here) return null;
    }
    return null;
  }

  function findApi() {
    var found = window.parent && window.parent !== window ? searchFrom(window.parent) : null;
    if (!found && window.opener) found = searchFrom(window.opener);
    return found;
  }

  /** The value must be a string: content compares with "true". */
  function asText(value) {
    return typeof value === 'string' ? value : '(' + typeof value + ') ' + String(value);
  }

  function call(operation, parameters) {
    var result = { operation: operation, arguments: parameters, value: '', error: '' };
    try {
      result.value = asText(api[operation].apply(api, parameters));
      result.error = asText(api.GetLastError());
    } catch (thrown) {
      result.thrown = String(thrown);
    }
    return result;
  }

  function idsOf(collection) {
    var ids = [];
    var count = Number(api.GetValue(collection + '._count'));
    for (var index = 0; index < count; index += 1) ids.push(api.GetValue(collection + '.' + index + '.id'));
    return ids;
  }

  function carryOut(command) {
    if (command.operation === 'ids')
      return { operation: 'ids', arguments: [command.collection], ids: idsOf(command.collection) };
    var parameters = command.arguments;
    if (command.row) {
      var index = idsOf(command.row.collection).indexOf(command.row.id);
      if (index < 0)
        return { operation: command.operation, arguments: parameters, value: '', error: '', missing: true };
      parameters = parameters.map(function (each, at) {
        return at === 0 ? each.replace('{row}', String(index)) : each;
      });
    }
    return call(command.operation, parameters);
  }

  function terminate() {
    if (terminated) return;
    terminated = true;
    results.push(call('Terminate', ['']));
  }

  function leave() {
    if (gone) return;
    gone = true;
    var last = [];
    if (behaviour.terminate === 'unload' && api && !terminated) {
      if (behaviour.unloadRequest) last.push(call('SetValue', ['adl.nav.request', behaviour.unloadRequest]));
      terminated = true;
      last.push(call('Terminate', ['']));
    }
    tell({ kind: 'gone', href: location.href, results: last });
  }

  // `unload` is what old content uses; where it is withdrawn, `pagehide` is all there is.
  var policy = document.featurePolicy;
  var unloads =
    !policy || !policy.allowsFeature || policy.features().indexOf('unload') < 0 || policy.allowsFeature('unload');
  window.addEventListener(unloads ? 'unload' : 'pagehide', leave);

  if (behaviour.api) api = findApi();
  tell({
    kind: 'started',
    href: location.href,
    apiFound: Boolean(api),
    apiVersion: api && api.version !== undefined ? String(api.version) : null,
  }).then(function (plan) {
    if (!plan || plan.stop || gone) return;
    if (api) {
      plan.commands.forEach(function (command) {
        results.push(carryOut(command));
      });
      if (behaviour.terminate === 'now') terminate();
    }
    document.getElementById('said').textContent = 'Done.';
    tell({ kind: 'done', href: location.href, results: results });
  });
})();
