import json,subprocess,sys
for p in ('resources/locales/en.json','resources/locales/es.json'):
    def g(n):
        return json.loads(subprocess.check_output(['git','show',f':{n}:{p}']))
    try: base,ours,theirs=g(1),g(2),g(3)
    except Exception as e: print(p,e); continue
    out=dict(ours)
    for k in set(base)|set(theirs):
        if k in theirs and (k not in base or base[k]!=theirs[k]): out[k]=theirs[k]
        if k in base and k not in theirs: out.pop(k,None)
    open(p,'w').write(json.dumps(dict(sorted(out.items())),ensure_ascii=False,indent=2)+'\n')
