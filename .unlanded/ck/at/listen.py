import dbus, sys, time
from dbus.mainloop.glib import DBusGMainLoop
from gi.repository import GLib
DBusGMainLoop(set_as_default=True)
ses = dbus.SessionBus()
props = dbus.Interface(ses.get_object('org.a11y.Bus', '/org/a11y/bus'), 'org.freedesktop.DBus.Properties')
for p in ('IsEnabled', 'ScreenReaderEnabled'):
    try: props.Set('org.a11y.Status', p, dbus.Boolean(True))
    except Exception as e: print('set', p, e)
addr = dbus.Interface(ses.get_object('org.a11y.Bus', '/org/a11y/bus'), 'org.a11y.Bus').GetAddress()
print('a11y bus', addr, flush=True)
bus = dbus.bus.BusConnection(addr)
bus.set_exit_on_disconnect(False)
reg = dbus.Interface(bus.get_object('org.a11y.atspi.Registry', '/org/a11y/atspi/registry'), 'org.a11y.atspi.Registry')
for ev in ('object:text-changed', 'object:announcement', 'object:state-changed', 'object:property-change', 'object:children-changed', 'window:activate', 'object:active-descendant-changed'):
    try: reg.RegisterEvent(ev, [], '')
    except Exception as e:
        try: reg.RegisterEvent(ev)
        except Exception as e2: print('reg', ev, e2)
t0 = time.time()
def on(*args, **kw):
    m = kw['message']
    if m.get_member() in ('TextChanged', 'Announcement'):
        print('%.3f' % (time.time() - t0), m.get_member(), [str(a)[:160] for a in args[:4]], m.get_path(), flush=True)
bus.add_signal_receiver(on, dbus_interface='org.a11y.atspi.Event.Object', message_keyword='message')
GLib.MainLoop().run()
