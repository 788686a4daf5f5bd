Course.start({
  version: '2004',
  end: {
    label: 'Continue to the next part',
    request: 'continue',
    heading: 'Part 3 completed',
    message: 'If the next part does not open by itself, choose it from the contents list.',
  },
  onReady(record) {
    const field = document.getElementById('thought');
    const reply = document.getElementById('thought-reply');
    document.getElementById('send-thought').addEventListener('click', () => {
      const text = field.value.trim();
      if (!text) {
        reply.textContent = 'There is nothing to save yet.';
        field.focus();
      } else if (record.comment(text, 'thoughts') && record.save()) {
        field.value = '';
        reply.textContent = 'Your comment has been saved.';
      } else {
        reply.textContent = 'Your comment could not be saved.';
      }
    });
  },
  onComplete(record) {
    record.succeeded();
    record.objective('objective_report', { met: true });
  },
});
