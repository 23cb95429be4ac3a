/usr/libexec/at-spi-bus-launcher --launch-immediately &
sleep 1
/usr/bin/python3 /tmp/ck/at/listen.py > /tmp/ck/at/events.log 2>&1 &
sleep 2
cd /work/wt/cockpit && timeout 200 /work/team/node24 scripts/zz-drive.ts > /tmp/ck/at/drive.log 2>&1
