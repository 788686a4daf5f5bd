Course.start({
  version: '1.2',
  confirm: 'understood',
  end: { heading: 'Thank you', message: 'You have confirmed that you have read this. You can leave now.' },
});
