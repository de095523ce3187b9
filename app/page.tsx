import { redirect } from 'next/navigation';
import { HOME } from '@/lib/contract/home';

export default function Home() {
  redirect(HOME);
}
