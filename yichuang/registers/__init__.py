"""The four base registers behind one port: asked with consent, answered in time, evidence kept (基础库核验)."""
